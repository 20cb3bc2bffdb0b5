import{a,b,c}from"./chunk-WTYLJVME.js";import"./chunk-DKNOMDRI.js";import"./chunk-OIM35TDZ.js";export{c as bestContent,a as readContent,b as readFrom};
