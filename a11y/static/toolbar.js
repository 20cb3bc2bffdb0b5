import{V as r}from"./chunk-2VPYDMF7.js";export{r as start};
