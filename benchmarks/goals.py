"""What we want to reach, each with the name under which a benchmark reports its figure."""

from __future__ import annotations

from typing import NamedTuple


class Goal(NamedTuple):
    """A bound for one figure of a section; at most, or at least, so much."""

    section: str
    key: str
    zh: str
    en: str
    bound: float
    unit: str
    at_least: bool = False

    def met_by(self, reached: float) -> bool:
        """Whether the figure is within the bound."""
        return reached >= self.bound if self.at_least else reached <= self.bound

    @property
    def wanted(self) -> str:
        """The bound as text."""
        return f"{'≥' if self.at_least else '≤'} {self.bound:g} {self.unit}".rstrip()


def _speed(key: str, peer: str, times: float) -> Goal:
    zh = f"整页插入,速度是 {peer} 的多少倍"
    return Goal(
        "rewrite", key, zh, f"whole page, times the speed of {peer}", times, "×", at_least=True
    )


def _rate(key: str, peer: str, times: float) -> Goal:
    zh = f"代理每秒请求数,是 {peer} 的多少倍"
    return Goal(
        "proxy", key, zh, f"proxy, times the requests per second of {peer}", times, "×", True
    )


def _toolbar(
    key: str, zh: str, en: str, bound: float, unit: str, *, at_least: bool = False
) -> Goal:
    return Goal("toolbar", key, zh, en, bound, unit, at_least)


GOALS = (
    Goal("scan", "scan-median", "找插入位置,真实网页,中位数", "scan, real pages, median", 10, "µs"),
    Goal("scan", "scan-p90", "找插入位置,真实网页,p90", "scan, real pages, p90", 50, "µs"),
    _speed("rewrite-lolhtml", "python-lolhtml", 10),
    _speed("rewrite-lxml", "lxml", 100),
    Goal(
        "proxy",
        "proxy-cpu",
        "代理每个请求的 CPU,是 nginx sub_filter 的多少倍",
        "proxy, times the CPU per request of nginx sub_filter",
        2.5,
        "×",
    ),
    _rate("proxy-rate-nginx", "nginx sub_filter", 0.5),
    _rate("proxy-rate-mitmproxy", "mitmproxy", 10),
    _rate("proxy-rate-httpx", "Starlette + httpx", 20),
    Goal(
        "ttfb", "ttfb", "代理的首字节比直连晚", "proxy, time to first byte over direct", 0.25, "ms"
    ),
    Goal(
        "memory",
        "memory",
        "100 MB 的应答,慢的访客,内存比空闲时多",
        "100 MB response, slow reader, memory over idle",
        8,
        "MB",
    ),
    Goal("streaming", "sse", "SSE 首个事件比上游晚", "SSE, first event after upstream's", 30, "ms"),
    Goal(
        "streaming",
        "slow-page",
        "慢页面首字节比上游晚",
        "slow page, first byte after upstream's",
        30,
        "ms",
    ),
    Goal(
        "middleware",
        "middleware-injected",
        "中间件,每个插入的页面的 CPU",
        "middleware, CPU per injected page",
        40,
        "µs",
    ),
    Goal(
        "middleware",
        "middleware-passed",
        "中间件,每个放行的应答的 CPU",
        "middleware, CPU per passed response",
        5,
        "µs",
    ),
    Goal(
        "speech",
        "speech-rate",
        "朗读,合成和编码,一个核,是实时的几倍",
        "speech, synthesis and encoding, one core, times real time",
        200,
        "×",
        at_least=True,
    ),
    Goal("speech", "speech-hit", "朗读,缓存里的一句", "speech, clip from the cache", 1, "ms"),
    Goal("speech", "speech-cold", "朗读,现做一句,p95", "speech, cold clip, p95", 150, "ms"),
    Goal(
        "speech",
        "speech-bad",
        "朗读,故障时送出的残缺或损坏的声音",
        "speech, cut or corrupt clips served under faults",
        0,
        "",
    ),
    Goal("speech", "speech-wheels", "`[speech]` 的安装包,不用编译", "`[speech]` wheels", 12, "MB"),
    Goal("fixes", "fixes-first", "修补 51 KB 的网页,第一次", "mending 51 KB, first", 25, "ms"),
    Goal("fixes", "fixes-cached", "修补过的网页再来一次", "mended page, again", 1, "ms"),
    Goal("fixes", "fixes-unmatched", "没有规则的网页多用", "page without a rule", 5, "µs"),
    Goal("fixes", "fixes-outside", "标签以外改动的字节", "bytes changed outside of tags", 0, "B"),
    Goal(
        "simple", "simple-ms", "简约版,服务器用时,中位数", "simple view, server, median", 15, "ms"
    ),
    Goal(
        "simple",
        "simple-ahead",
        "找出正文的 F1,比最好的同类高",
        "content, F1 ahead of the best peer",
        0,
        "%",
        at_least=True,
    ),
    Goal(
        "simple", "simple-chinese", "找出正文,中文网页的 F1", "content, Chinese, F1", 95, "%", True
    ),
    Goal("reading", "reading", "政务语句读对的", "government sentences read right", 98, "%", True),
    Goal(
        "reading",
        "reading-held-out",
        "其中写规则前留出的一半",
        "of them the half held out before the rules were made",
        98,
        "%",
        True,
    ),
    _toolbar("boot-kb", "boot.js,gzip 后", "boot.js, gzip", 1.5, "KB"),
    _toolbar("core-kb", "工具条第一次使用,gzip 后", "toolbar at first use, gzip", 25, "KB"),
    _toolbar(
        "load",
        "打开关爱模式以前,10,845 个元素的页面多用的 CPU",
        "before care mode: CPU added to a page of 10,845 elements",
        5,
        "ms",
    ),
    _toolbar(
        "contrast",
        "换配色到第二帧,10,845 个元素",
        "contrast to the second frame, 10,845 elements",
        300,
        "ms",
    ),
    _toolbar(
        "larger",
        "放大一级到第二帧,10,845 个元素",
        "one size larger to the second frame, 10,845 elements",
        300,
        "ms",
    ),
    _toolbar(
        "flash", "选好配色以后打开页面,先闪出原色", "flash of the page's own colours", 0, "ms"
    ),
    _toolbar(
        "readable",
        "难读的样式中达到 7:1 的",
        "hard cells that reach 7:1",
        100,
        "%",
        at_least=True,
    ),
    _toolbar(
        "spoilt",
        "放大到 200%,真实网页上新被裁切或重叠的文字",
        "200 %, texts of real pages newly cut or overlapping",
        0,
        "",
    ),
    _toolbar("axe", "工具条打开时 axe 的违规", "axe violations, panel open", 0, ""),
)
