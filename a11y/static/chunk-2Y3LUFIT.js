var r=t=>Array.isArray(t)?Object.assign([...t].map(r),{toJSON:void 0}):t&&"object"==typeof t?Object.fromEntries(Object.entries(t).map(([t,e])=>[t,r(e)])):t,t=t=>JSON.stringify(r(t));export{t as a};
