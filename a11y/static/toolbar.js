import{W as r}from"./chunk-7DGBI7VZ.js";export{r as start};
