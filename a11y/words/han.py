"""Which characters are Chinese: only these get pinyin or another form."""

from __future__ import annotations

import re

# Unicode 17, chapter 18: the zero that is written as a circle, extension A, the unified ideographs,
# those for compatibility, and the planes 2 and 3.
HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
