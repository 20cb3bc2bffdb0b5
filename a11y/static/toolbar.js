import{U as r}from"./chunk-TPCXANIA.js";export{r as start};
