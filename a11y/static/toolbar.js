import{V as r}from"./chunk-DPD4INHI.js";export{r as start};
