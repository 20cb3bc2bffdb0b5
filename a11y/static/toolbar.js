import{G as a}from"./chunk-CJC2NCPQ.js";export{a as start};
