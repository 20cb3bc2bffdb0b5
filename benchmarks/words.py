"""What sections, columns and rows are called in a table: in Chinese, and in English."""

from __future__ import annotations

from typing import Literal

Language = Literal["zh-CN", "en"]

SECTIONS = {
    "goals": ("目标", "Goals"),
    "machine": ("机器", "Machine"),
    "sizes": ("浏览器下载的", "What a browser downloads"),
    "toolbar": ("工具条", "The toolbar"),
    "scan": ("找插入的位置", "Finding the place for the tag"),
    "rewrite": ("整页插入,在内存里", "A whole page, in memory"),
    "codings": ("内容编码:解开再压缩一页", "Content codings: one page undone and done again"),
    "middleware": ("中间件", "Middleware"),
    "proxy": ("反向代理,一个进程,32 个连接", "Reverse proxy, one worker, 32 connections"),
    "ttfb": ("首字节,一个连接", "Time to first byte, one connection"),
    "memory": ("100 MB 的传输:内存比空闲时多", "Transfers of 100 MB: memory over idle"),
    "streaming": ("逐步发送的内容比上游晚", "What comes bit by bit: delay after upstream"),
    "profile": ("代理的 CPU 用在哪里", "Where the proxy's CPU time goes"),
    "speech": ("朗读:服务器", "Reading aloud: the server"),
    "fixes": ("修补网页", "Mending pages"),
    "simple": ("找出正文", "Finding the content of pages"),
    "reading": ("政务语句读得对不对", "Government sentences, read right or not"),
}
COLUMNS = {
    "precision": ("准确率 %", "precision %"),
    "recall": ("召回率 %", "recall %"),
    "all_f1": ("F1 %", "F1 %"),
    "held_out_f1": ("留出的一半 F1 %", "held-out half F1 %"),
    "chinese_f1": ("中文网页 F1 %", "Chinese pages F1 %"),
    "view_ms": ("整页简约版 ms", "whole simple view ms"),
    "page_ms": ("每页 ms", "ms per page"),
    "first_ms": ("第一次 ms", "first time ms"),
    "cached_ms": ("再来一次 ms", "again ms"),
    "unmatched_us": ("没有规则的网页 µs", "page without a rule µs"),
    "outside_bytes": ("标签以外改动的字节", "bytes changed outside of tags"),
    "development_percent": ("调规则用的一半,读对 %", "development half, right %"),
    "held_out_percent": ("留出的一半,读对 %", "held-out half, right %"),
    "right_percent": ("合计 %", "both %"),
    "us_sentence": ("µs/句", "µs/sentence"),
    "installed_mb": ("安装后 MB", "installed MB"),
    "bytes": ("字节", "bytes"),
    "gzip_bytes": ("gzip 后", "gzip"),
    "page_gzip": ("页面载入 gzip 字节", "with the page, gzip bytes"),
    "use_gzip": ("到第一次打开 gzip 字节", "until first opened, gzip bytes"),
    "load_ms": ("载入多用 CPU ms", "loading adds CPU ms"),
    "contrast_ms": ("换配色 ms", "contrast ms"),
    "contrast_cpu_ms": ("换配色 CPU ms", "contrast CPU ms"),
    "larger_ms": ("放大 ms", "larger ms"),
    "larger_cpu_ms": ("放大 CPU ms", "larger CPU ms"),
    "flash_ms": ("闪原色 ms", "flash ms"),
    "readable_percent": ("7:1 %", "7:1 %"),
    "axe": ("axe 违规", "axe violations"),
    "times": ("字变为 ×", "text grew ×"),
    "clipped": ("新被裁切", "newly cut"),
    "overlapping": ("新重叠", "newly overlapping"),
    "pages": ("页数", "pages"),
    "placed": ("插入", "placed"),
    "median_us": ("中位数 µs", "median µs"),
    "p90_us": ("p90 µs", "p90 µs"),
    "max_us": ("最长 µs", "longest µs"),
    "mb_s": ("MB/s", "MB/s"),
    "own_page_us": ("51 KB 的页面 µs", "51 KB page µs"),
    "median_page_us": ("每页中位数 µs", "median page µs"),
    "changed_percent": ("另外改动 %", "changed besides %"),
    "decode_us": ("解开 µs", "decode µs"),
    "encode_us": ("压缩 µs", "encode µs"),
    "sum_us": ("合计 µs", "sum µs"),
    "coded_bytes": ("压缩后字节", "coded bytes"),
    "plain_us": ("不装 µs", "without µs"),
    "with_us": ("装上 µs", "with µs"),
    "added_us": ("多用 µs", "added µs"),
    "gzip_middleware_us": ("GZipMiddleware 多用 µs", "added by GZipMiddleware µs"),
    "cpu_us": ("CPU µs/请求", "CPU µs/request"),
    "cpu_ratio": ("CPU ÷ sub_filter", "CPU ÷ sub_filter"),
    "rps": ("请求/秒", "requests/s"),
    "rps_ratio": ("请求/秒 ÷ sub_filter", "requests/s ÷ sub_filter"),
    "p50_ms": ("p50 ms", "p50 ms"),
    "p99_ms": ("p99 ms", "p99 ms"),
    "rss_mb": ("内存 MB", "memory MB"),
    "ttfb_ms": ("首字节 ms", "first byte ms"),
    "added_ms": ("比直连多 ms", "over direct ms"),
    "idle_mb": ("空闲 MB", "idle MB"),
    "html_fast_mb": ("页面,快 MB", "page, fast MB"),
    "html_slow_mb": ("页面,慢 MB", "page, slow MB"),
    "binary_fast_mb": ("文件,快 MB", "file, fast MB"),
    "binary_slow_mb": ("文件,慢 MB", "file, slow MB"),
    "upload_mb": ("上传,慢 MB", "upload, slow MB"),
    "sse_first_ms": ("SSE 首个 ms", "SSE first ms"),
    "sse_worst_ms": ("SSE 最晚 ms", "SSE worst ms"),
    "page_first_ms": ("慢页面首字节 ms", "slow page first ms"),
    "page_worst_ms": ("最晚 ms", "worst ms"),
    "page_tag": ("插入", "tag"),
    "gzip_page_first_ms": ("gzip 慢页面首字节 ms", "gzip slow page first ms"),
    "gzip_page_worst_ms": ("最晚 ms", "worst ms"),
    "gzip_page_tag": ("插入", "tag"),
    "self_percent": ("自身 %", "self %"),
    "self_us": ("自身 µs/请求", "self µs/request"),
    "audio_s": ("声音 秒", "sound s"),
    "cpu_s": ("CPU 秒", "CPU s"),
    "times_real": ("是实时的几倍", "times real time"),
    "samples": ("次数", "samples"),
    "p95_ms": ("p95 ms", "p95 ms"),
    "faults": ("故障种类", "kinds of faults"),
    "substitutes": ("由离线引擎代读", "read by the embedded engine"),
    "bad": ("残缺或损坏", "cut or corrupt"),
    "mb": ("MB", "MB"),
    "with_called_us": ("连同所调用的 µs/请求", "with what it calls µs/request"),
}
# Rows that are not called by a name of somebody.
ROWS = {
    "core": ("工具条的核心", "core of the toolbar"),
    "A11Y_CORPUS": ("真实网页(A11Y_CORPUS)", "real pages (A11Y_CORPUS)"),
    "benchmarks/page.py": ("51 KB 的 GBK 列表页", "list page in GBK of 51 KB"),
    "a11y.html, 16 KB chunks": ("a11y.html,每次 16 KB", "a11y.html, 16 KB at a time"),
    "a11y.html, gzip in and out, zlib": ("a11y.html,gzip(zlib)", "a11y.html, gzip (zlib)"),
    "a11y.html, gzip in and out, isal": ("a11y.html,gzip(isal)", "a11y.html, gzip (isal)"),
    "</head> regex": ("`</head>` 正则表达式", "`</head>` regular expression"),
    "uvicorn, no proxy": ("uvicorn,内存里的页面", "uvicorn, page from memory"),
    "Starlette, page": ("Starlette,插入的页面", "Starlette, injected page"),
    "Starlette, gzip page": ("Starlette,插入的 gzip 页面", "Starlette, injected gzip page"),
    "Starlette, JSON": ("Starlette,放行的 JSON", "Starlette, passed JSON"),
    "Starlette, image": ("Starlette,放行的图片", "Starlette, passed image"),
    "Starlette, 304": ("Starlette,放行的 304", "Starlette, passed 304"),
    "WSGI, page": ("WSGI,插入的页面", "WSGI, injected page"),
    "WSGI, gzip page": ("WSGI,插入的 gzip 页面", "WSGI, injected gzip page"),
    "WSGI, JSON": ("WSGI,放行的 JSON", "WSGI, passed JSON"),
    "WSGI, image": ("WSGI,放行的图片", "WSGI, passed image"),
    "WSGI, 304": ("WSGI,放行的 304", "WSGI, passed 304"),
    "speech: espeak-ng": ("合成(espeak-ng)", "synthesis (espeak-ng)"),
    "speech: lameenc": ("编码(lameenc)", "encoding (lameenc)"),
    "speech: both": ("合成和编码", "synthesis and encoding"),
    "speech: cold": ("一句,现做", "one clip, made now"),
    "speech: cached": ("一句,缓存里有", "one clip, from the cache"),
    "speech: faults": ("在线引擎的每一种故障", "every fault of the online engine"),
    "event loop and kernel": ("事件循环和内核", "event loop and kernel"),
    "standard library": ("标准库", "standard library"),
}
NOTES = {
    "sentences": (
        "{} 句用来调规则,{} 句在写规则之前写好留出。读音都由人写;标点、空格、大小写、幺或一、"
        "两千或二千、到或至不算错。",
        "{} sentences for tuning the rules, {} written and held out before. Marks, spaces, case, "
        "幺 or 一, 两千 or 二千, 到 or 至 do not count.",
    ),
    "simple_pages": (
        "{} 个知道正文的网页,其中 {} 个在写规则时没有看过,{} 个是中文。大家拿到同样的文字;"
        "比较时都只留字母、数字和汉字,不分大小写(NFKC)。有全文的按四个词一组算"
        "(一个汉字算一个词),只有例句的按例句算,每页先算再平均。图片的说明不算正文。"
        "容器的名字是从全部中文网页里收集的,所以中文一栏不是独立的检验。",
        "{} pages whose content is known, {} of them not looked at while the rules were made, {} "
        "in Chinese. All get the same text; letters, digits and hanzi are compared, without case "
        "(NFKC): runs of four words (a hanzi is one) where the whole content is known, else "
        "sentences; pages averaged. What is said of pictures does not count. "
        "Names of containers were collected from all Chinese pages: no independent figure.",
    ),
    "cells": (
        "「7:1」:{} 种难读的样式(背景图上的字、行内 important、占位符、停用的按钮等)里读得清的,"
        "按画出来的像素算,取各自最好的一种高对比度。",
        "7:1: of {} styles that are hard to read (text on pictures, inline important, "
        "placeholders, disabled buttons …) those that are clear in the pixels painted, in the best "
        "contrast that each toolbar has.",
    ),
    "real-pages": (
        "最后四列:{} 个真实网页中用得起来的,放到最接近 200% 的一级;字变大的中位数,"
        "和因此新被裁切、重叠的文字。",
        "The last four columns: of {} real pages those on which it came up, at the step nearest to "
        "200 %; the median growth of text, and the texts that are newly cut or overlap.",
    ),
    "size": ("{} 页,共 {} MB。", "{} pages, {} MB."),
    "kernel": ("每个请求 {} µs,其中 {} 在内核里。", "{} µs per request, {} of it in the kernel."),
}
FACTS = {
    "date": ("日期", "date"),
    "processor": ("处理器", "processor"),
    "cores": ("核", "cores"),
    "kernel": ("内核", "kernel"),
    "python": ("Python", "Python"),
    "peers": ("版本", "versions"),
    "load": ("测量前后的负载", "load before and after"),
    "rounds": ("轮数", "rounds"),
    "seconds": ("每次秒数", "seconds each"),
}
GOAL_COLUMNS = (
    ("", ""),
    ("目标", "goal"),
    ("达到", "reached"),
    ("达到 ÷ 目标", "reached ÷ goal"),
    ("", ""),
)
MISSING = ("没有测,缺少:", "Not measured, missing: ")
NOT_MEASURED = ("没有测", "not measured")


def say(words: tuple[str, str], language: Language) -> str:
    """The one for that language."""
    return words[0] if language == "zh-CN" else words[1]
