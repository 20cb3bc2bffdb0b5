import{G as r}from"./chunk-KXAVHAD4.js";export{r as start};
