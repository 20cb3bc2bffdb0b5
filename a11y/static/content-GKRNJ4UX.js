import{a as t,b as o,c as r}from"./chunk-6BMIPPKH.js";import"./chunk-5EHWCGQZ.js";import"./chunk-4VOVMN3U.js";export{r as bestContent,t as readContent,o as readFrom};
