"""The pages that the reading tests read, in the words and the markup of real portals."""

from __future__ import annotations

HEAD = '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>办事指南</title>'
STYLE = '<link rel="stylesheet" href="/style.css"></head>'
BODY = '<body><p class="bar"><button id="start">朗读</button></p>'
TAIL = '<script src="/app.js"></script></body></html>'

CSS = """
.hidden { display: none } .unseen { visibility: hidden } .block { display: block }
.tall { height: 3000px } ::highlight(a11y-sentence) { background: yellow; color: black }
pre { white-space: pre-wrap }
"""

ARTICLE = f"""{HEAD}{STYLE}{BODY}
<div class="header"><a href="/">首页</a><h1>某市人民政府网</h1></div>
<div class="wrap"><h1 class="article-title">关于调整2022年度
城乡居民医疗保险缴费标准的通知</h1>
<div class="TRS_Editor">
<p>　　各县市区医疗保障局，市直各单位：从2022年1月5日起，缴费标准调整为<b>320</b>元。</p>
<p class="hidden">看不见的文字。</p><p class="unseen">也看不见。</p>
<p aria-hidden="true">不给人读的。</p>
<p>第一句话在这里。第二句话在这里。第三句话在这里。</p>
<div class="tall"></div>
<p id="far">咨询电话：0730-8889999。</p>
<script type="text/plain">脚本里的文字</script>
</div></div>
<div class="footer">版权所有</div>{TAIL}"""

FILLER = "一共有三百段，每一段都差不多有五十个字那么长，好让一页文字分成几次送到服务器去。"

MANY = f"""{HEAD}{STYLE}{BODY}<main>
{"".join(f"<p>这是第{n}段，{FILLER}</p>" for n in range(300))}</main>{TAIL}"""

SHORT = (
    f"{HEAD}{STYLE}{BODY}<main><p>请到三号窗口办理，谢谢您的配合。</p><p>再见。</p></main>{TAIL}"
)

STEPS = f"""{HEAD}{STYLE}{BODY}<main><h1>通知</h1><p>好。请看：共有<b>20</b>元。</p>
<p id="gone">走了。</p><p id="last">谢谢。</p></main>{TAIL}"""

EMPTY = f"{HEAD}{STYLE}{BODY}<main> …… </main>{TAIL}".replace("朗读", "▶")

FORM = f"""{HEAD}{STYLE}{BODY}<main>
<h2>在线<br>申请</h2>
<form><fieldset><legend>申请人信息</legend>
<label for="n">姓名</label><input id="n" value="张三的秘密">
<textarea>写下的秘密</textarea><select><option>选项一</option></select>
<div contenteditable="true">编辑中的秘密</div>
<button>提交申请</button></fieldset></form>
<ul><li>身份证原件</li><li>户口簿<ul><li>首页</li></ul></li></ul>
<table><tr><th>事项</th><th>费用</th></tr>
<tr><td>工本费</td><td> 15元 </td></tr></table>
<table><tr><td><p>布局左栏的文字</p><p>第二段</p></td>
<td><div>布局右栏</div></td></tr></table>
<p>图<img src="/map.png" alt="办事大厅地图">和<img src="/x.png" alt="x.png"><img
src="/y.png" alt="">完</p>
<p>汉<ruby>字<rt>zì</rt></ruby>和 A&nbsp;B
  C，软连\u00ad字\u200b符</p>
<details><summary>更多</summary><p>折叠的文字</p></details>
<pre>第一行
第二行</pre>
</main>{TAIL}"""

PLAIN = f"""{HEAD}{STYLE}{BODY}<form><input type="hidden" name="children"><input name="id">
<table><tr><td id="menu"><ul>
{"".join(f'<li><a href="/{n}">栏目{n}</a></li>' for n in range(30))}</ul>
</td><td><font>{"本市户籍居民可以凭身份证到政务服务大厅办理医疗保险参保登记手续。" * 8}</font><br>
<font>{"办理时间为工作日上午九点到下午五点，节假日除外。" * 5}</font></td></tr></table></form>
<div id="footer">版权所有 某市人民政府 备案号</div>{TAIL}"""

FRAMES = """<!doctype html><html><head><meta charset="utf-8"><title>框架</title></head>
<frameset cols="20%,80%"><frame src="/frame-menu"><frame src="/article"></frameset></html>"""

PAGES = {
    "/article": ARTICLE,
    "/many": MANY,
    "/short": SHORT,
    "/steps": STEPS,
    "/empty": EMPTY,
    "/form": FORM,
    "/plain": PLAIN,
    "/frames": FRAMES,
    "/frame-menu": f"{HEAD}</head><body><a href='/'>首页</a></body></html>",
}
