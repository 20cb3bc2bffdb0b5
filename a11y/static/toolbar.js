import{G as r}from"./chunk-RUSAU4YQ.js";export{r as start};
