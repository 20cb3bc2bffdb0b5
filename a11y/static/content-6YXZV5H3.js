import{a as t,b as o,c as r}from"./chunk-2VIVQ32C.js";import"./chunk-SKVLJVQ3.js";import"./chunk-E4MV3PMN.js";export{r as bestContent,t as readContent,o as readFrom};
