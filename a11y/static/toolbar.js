import{V as r}from"./chunk-FCOTRO47.js";export{r as start};
