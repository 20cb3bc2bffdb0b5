import{a,b,c}from"./chunk-ABNUBZCW.js";import"./chunk-GZVWQEQ3.js";import"./chunk-QV77TWCQ.js";import"./chunk-G5DSE6XZ.js";export{c as bestContent,a as readContent,b as readFrom};
