import{W as r}from"./chunk-6BRCZ2RN.js";export{r as start};
