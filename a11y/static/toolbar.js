import{G as a}from"./chunk-OIM35TDZ.js";export{a as start};
