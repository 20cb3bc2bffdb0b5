import{a as t,b as o,c as r}from"./chunk-XRGTAL24.js";import"./chunk-BUP72EKL.js";import"./chunk-2VPYDMF7.js";export{r as bestContent,t as readContent,o as readFrom};
