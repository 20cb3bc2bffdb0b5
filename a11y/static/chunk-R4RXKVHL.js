var r=t=>Array.isArray(t)?Object.assign([...t].map(r),{toJSON:void 0}):t&&typeof t=="object"?Object.fromEntries(Object.entries(t).map(([n,s])=>[n,r(s)])):t,J=t=>JSON.stringify(r(t));export{J as a};
