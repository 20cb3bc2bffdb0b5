"""The syllables of Standard Chinese and their two ways of writing a tone: lù and lu4."""

from __future__ import annotations

import re
import unicodedata

# GB/T 16159: initials and the finals that each may have; the first row has none.
_TABLE = """
: a ai an ang ao e ei en eng er o ou yi ya yo ye yao you yan yin yang ying wu wa wo wai wei wan wen
: wang weng yu yue yuan yun yong m n ng hm hng
b: a o ai ei ao an en ang eng i ie iao ian in ing u
p: a o ai ei ao ou an en ang eng i ie iao ian in ing u
m: a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u
f: a o ei ou an en ang eng u
d: a e ai ei ao ou an en ang eng ong i ia ie iao iu ian ing u uo ui uan un
t: a e ai ei ao ou an ang eng ong i ie iao ian ing u uo ui uan un
n: a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan un ü üe
l: a o e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un ü üe
g: a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang
k: a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang
h: a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang
j: i ia ie iao iu ian in iang ing iong u ue uan un
q: i ia ie iao iu ian in iang ing iong u ue uan un
x: i ia ie iao iu ian in iang ing iong u ue uan un
zh: a e ai ei ao ou an en ang eng ong i u ua uo uai ui uan un uang
ch: a e ai ao ou an en ang eng ong i u ua uo uai ui uan un uang
sh: a e ai ei ao ou an en ang eng i u ua uo uai ui uan un uang
r: e ao ou an en ang eng ong i u ua uo ui uan un
z: a e ai ei ao ou an en ang eng ong i u uo ui uan un
c: a e ai ao ou an en ang eng ong i u uo ui uan un
s: a e ai ao ou an en ang eng ong i u uo ui uan un
"""
SYLLABLES = frozenset(
    initial + final
    for line in _TABLE.strip().splitlines()
    for initial, finals in [line.split(":")]
    for final in finals.split()
)
_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_MARKS = {tone: mark for mark, tone in _TONES.items()}
_ER_HUA = re.compile(r"(.+)r([1-5]?)")
_NUMBERED = re.compile(r"([a-zü:]{1,6})([1-5])")


def numbered(syllable: str) -> tuple[str, int]:
    """The letters and the tone of a syllable with a tone mark; 5 is the light tone: (lü, 4)."""
    tone, letters = 5, ""
    for character in unicodedata.normalize("NFD", syllable):
        if character in _TONES:
            tone = int(_TONES[character])
        else:
            letters += character
    return unicodedata.normalize("NFC", letters), tone


def marked(written: str) -> str | None:
    """A syllable with its tone mark, however its tone is written; None if there is no such one.

    ``lù``, ``lu4``, ``lv4`` and ``lu:4`` for ǜ. The r of an er-hua stands alone for a character of
    its own (``huār`` is ``huā r``), else it is the last letter (大栅栏 is ``dà shí lànr``).
    """
    syllable = unicodedata.normalize("NFC", written.lower())
    if syllable in {"r", "r5"}:
        return "r"
    if (final := _ER_HUA.fullmatch(syllable)) and not syllable.startswith(("er", "ér", "ěr", "èr")):
        rest = marked(final[1] + final[2])
        return None if rest in {None, "r"} else f"{rest}r"
    if with_number := _NUMBERED.fullmatch(syllable.replace("v", "ü").replace("u:", "ü")):
        letters, tone = with_number[1], int(with_number[2])
        return _with_mark(letters, tone) if letters in SYLLABLES else None
    letters, tone = numbered(syllable)
    if letters not in SYLLABLES:
        return None
    # A mark on the wrong vowel (liù as lìu) is a slip that another hand would not find again.
    return syllable if _with_mark(letters, tone) == syllable else None


def _with_mark(letters: str, tone: int) -> str:
    """The tone's mark on a or e, on the o of ou, else on the last vowel (GB/T 16159)."""
    if tone == 5:
        return letters
    for main in ("a", "e", "ou"):
        if main in letters:
            place = letters.index(main)
            break
    else:
        place = max((at for at, one in enumerate(letters) if one in "iouü"), default=0)
    accented = letters[: place + 1] + _MARKS[str(tone)] + letters[place + 1 :]
    return unicodedata.normalize("NFC", accented)
