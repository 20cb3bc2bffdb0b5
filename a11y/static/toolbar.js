import{G as r}from"./chunk-E4MV3PMN.js";export{r as start};
