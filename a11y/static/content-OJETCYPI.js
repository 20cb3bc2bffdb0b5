import{a as t,b as o,c as r}from"./chunk-F4UBTVK5.js";import"./chunk-7VAM76KI.js";import"./chunk-FCOTRO47.js";export{r as bestContent,t as readContent,o as readFrom};
