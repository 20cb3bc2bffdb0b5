import{a,b,c}from"./chunk-P3NO2GS3.js";import"./chunk-UM2YUPVF.js";import"./chunk-CJC2NCPQ.js";export{c as bestContent,a as readContent,b as readFrom};
