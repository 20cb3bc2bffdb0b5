var e={"zh-CN":{label:"隐藏图片",picture:"图片"},en:{label:"Hide pictures",picture:"Picture"}};export{e as a};
