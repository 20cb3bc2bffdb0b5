var e={"zh-CN":{label:"隐藏图片","state.on":"已打开","state.off":"已关闭",picture:"图片"},en:{label:"Hide pictures","state.on":"on","state.off":"off",picture:"Picture"}};export{e as a};
