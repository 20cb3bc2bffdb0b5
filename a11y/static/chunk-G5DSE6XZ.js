var e=Symbol.for("a11y");function f(r){try{return r[e]}catch{}}function a(r=self){for(let o=0;o<r.frames.length;o++){let t=f(r.frames[o]);t&&t.load(),t&&a(r.frames[o])}}export{f as a,a as b};
