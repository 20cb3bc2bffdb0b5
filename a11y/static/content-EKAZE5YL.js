import{a,b,c}from"./chunk-T4HEDR6K.js";import"./chunk-ZVNLOWJM.js";import"./chunk-A6QBUKMI.js";import"./chunk-AOZWU27M.js";export{c as bestContent,a as readContent,b as readFrom};
