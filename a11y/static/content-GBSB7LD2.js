import{a as t,b as o,c as r}from"./chunk-SODPFFKV.js";import"./chunk-UXLWDFV2.js";import"./chunk-7DGBI7VZ.js";export{r as bestContent,t as readContent,o as readFrom};
