import{a,b,c}from"./chunk-DEFPZ6TV.js";import"./chunk-FQYGVNOA.js";import"./chunk-IHXUZDCZ.js";import"./chunk-6LVHVN3I.js";export{c as bestContent,a as readContent,b as readFrom};
