"""The troubles in plain words, for the command's report."""

from __future__ import annotations

from a11y.fixes.problem import Trouble

EXPLAINED = {
    Trouble.NO_MATCH: "没有符合的元素 matches nothing",
    Trouble.TOO_FEW: "符合的元素太少,没有改 matches too few",
    Trouble.TOO_MANY: "符合的元素太多,没有改 matches too many",
    Trouble.NO_VALUE: "网页里没有可以填的内容 the page has no value for it",
    Trouble.NO_TAG: "网页里没有写这个标签 the tag is not written in the page",
    Trouble.OPERABLE: "里面有可以操作的元素,不能当作装饰 it holds something operable",
    Trouble.ID_TAKEN: "这个 id 别的元素已经用了 another element has this id",
    Trouble.UNSAFE: "改后的标签读出来会不一样,没有改 the tag would not read as meant",
    Trouble.TOO_LARGE: "网页太大 the page is too large",
    Trouble.TOO_DEEP: "网页嵌套太深 the page nests too deep",
    Trouble.TOO_SLOW: "处理太久,没有改 it took too long",
    Trouble.CHARSET: "这种字符编码不能按字节修改 bytes of this encoding cannot be changed",
}
