import{a as t,b as o,c as r}from"./chunk-5X5C3535.js";import"./chunk-TN64543D.js";import"./chunk-6BRCZ2RN.js";export{r as bestContent,t as readContent,o as readFrom};
