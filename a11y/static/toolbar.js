import{G as a}from"./chunk-IQPQJWIJ.js";export{a as start};
