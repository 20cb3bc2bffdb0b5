import{a as t,b as o,c as r}from"./chunk-JUEXKOZX.js";import"./chunk-S5XIYMXV.js";import"./chunk-TPCXANIA.js";export{r as bestContent,t as readContent,o as readFrom};
