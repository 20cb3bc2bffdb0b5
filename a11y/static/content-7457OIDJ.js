import{b as a,c as b,d as c}from"./chunk-K7S4UBGT.js";export{c as bestContent,a as readContent,b as readFrom};
