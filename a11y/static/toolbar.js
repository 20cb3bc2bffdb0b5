import{G as r}from"./chunk-4VOVMN3U.js";export{r as start};
