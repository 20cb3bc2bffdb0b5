import{a,b,c}from"./chunk-FHBKJK6X.js";import"./chunk-4OKMTE22.js";import"./chunk-IQPQJWIJ.js";export{c as bestContent,a as readContent,b as readFrom};
