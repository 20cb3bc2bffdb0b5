// 云桥市人民政府门户网站 公共脚本  2008-03 编写，勿删
function $(id) {
  return typeof id == "string" ? document.getElementById(id) : id;
}

// 选项卡：划过切换。name 为前缀，n 为当前，count 为总数
function setTab(name, n, count) {
  for (var i = 1; i <= count; i++) {
    var head = $(name + i), body = $("con_" + name + "_" + i);
    head.className = i == n ? "on" : "off";
    body.style.display = i == n ? "block" : "none";
  }
}

// 日期
function writeToday() {
  var d = new Date(), week = "日一二三四五六";
  document.write("今天是：" + d.getFullYear() + "年" + (d.getMonth() + 1) + "月" + d.getDate() + "日 星期" + week.charAt(d.getDay()));
}

function setHome(obj) {
  try {
    obj.style.behavior = "url(#default#homepage)";
    obj.setHomePage("http://www.yunqiao.example/");
  } catch (e) {
    alert("您的浏览器不支持自动设置，请手动将本站设为首页。");
  }
}

function addFav() {
  try {
    window.external.AddFavorite("http://www.yunqiao.example/", "云桥市人民政府门户网站");
  } catch (e) {
    alert("请按 Ctrl+D 键将本站加入收藏。");
  }
}

// 图片新闻：鼠标移到数字上换图
var focusTitles = [];
function showFocus(n) {
  $("focus_pic").src = "/images/focus" + n + ".jpg";
  $("focus_pic").title = focusTitles[n - 1][0];
  $("focus_link").href = focusTitles[n - 1][1];
  $("focus_text").innerHTML = focusTitles[n - 1][0];
  for (var i = 1; i <= focusTitles.length; i++) {
    $("focus_n" + i).style.backgroundColor = i == n ? "#c81622" : "#333333";
  }
}

// 访问量：图片数字
function writeCounter(number) {
  var s = "" + number;
  while (s.length < 8) s = "0" + s;
  for (var i = 0; i < s.length; i++) {
    document.write('<img src="/images/d' + s.charAt(i) + '.gif" width="13" height="18" align="absmiddle">');
  }
}

// 右下角弹出公告
var popHeight = 0;
function popUp() {
  popHeight += 12;
  $("pop").style.height = popHeight + "px";
  if (popHeight < 156) setTimeout("popUp()", 25);
}
function popClose() {
  $("pop").style.display = "none";
}

// 对联广告随滚动条移动
function coupletMove() {
  var top = document.documentElement.scrollTop || document.body.scrollTop;
  if ($("adleft")) $("adleft").style.top = (top + 210) + "px";
  if ($("adright")) $("adright").style.top = (top + 210) + "px";
}

// 飘浮窗口
var fx = 60, fy = 120, fdx = 1, fdy = 1, floatTimer;
function floatStep() {
  var box = $("floatad");
  var w = document.documentElement.clientWidth || document.body.clientWidth;
  var h = document.documentElement.clientHeight || document.body.clientHeight;
  fx += fdx;
  fy += fdy;
  if (fx < 0 || fx > w - box.offsetWidth) fdx = -fdx;
  if (fy < 0 || fy > h - box.offsetHeight) fdy = -fdy;
  box.style.left = fx + "px";
  box.style.top = fy + "px";
  floatTimer = setTimeout("floatStep()", 40);
}
function floatStop() {
  clearTimeout(floatTimer);
}
function floatClose() {
  floatStop();
  $("floatad").style.display = "none";
}

// 友情链接
function goLink(sel) {
  var url = sel.options[sel.selectedIndex].value;
  if (url != "") window.open(url);
}

// 正文字号
function doZoom(size) {
  $("zoom").style.fontSize = size + "px";
}

// 预约表单检查
function checkForm(f) {
  if (f.xm.value == "") { alert("请输入姓名！"); f.xm.focus(); return false; }
  if (!/^\d{17}[\dXx]$/.test(f.sfzh.value)) { alert("请输入18位身份证号码！"); f.sfzh.focus(); return false; }
  if (!/^[\d-]{7,13}$/.test(f.dh.value)) { alert("请输入联系电话！"); f.dh.focus(); return false; }
  return true;
}

function checkSearch(f) {
  if (f.q.value == "" || f.q.value == "请输入关键字") { alert("请输入关键字！"); return false; }
  return true;
}
