import{a as t,b as o,c as r}from"./chunk-GNGJOXXP.js";import"./chunk-Y442PQ2N.js";import"./chunk-DPD4INHI.js";export{r as bestContent,t as readContent,o as readFrom};
