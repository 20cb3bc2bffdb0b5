import{a as t,b as o,c as r}from"./chunk-LJV7SGBM.js";import"./chunk-WAMH6E6S.js";import"./chunk-KXAVHAD4.js";export{r as bestContent,t as readContent,o as readFrom};
