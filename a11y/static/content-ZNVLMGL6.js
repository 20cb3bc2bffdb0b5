import{a as t,b as o,c as r}from"./chunk-CUV3Y5AI.js";import"./chunk-XC3CWYBO.js";import"./chunk-RUSAU4YQ.js";export{r as bestContent,t as readContent,o as readFrom};
