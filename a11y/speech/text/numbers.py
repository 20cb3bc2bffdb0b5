"""Numbers in Chinese words. Everything takes and gives strings; nothing is a float.

The rules are those of spoken Standard Chinese: 两 before 千, 万 and 亿 and before a counter,
二 elsewhere; 零 once for any run of empty places; 幺 for one in telephone numbers.
"""

from __future__ import annotations

import re

DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万")
# Sixteen digits fill the four groups; nobody follows more than that by ear.
LONGEST = 16
_ROMAN = {"I": 1, "V": 5, "X": 10}
_SPACED = re.compile("[, ]")


def digits(number: str, *, one: str = "一") -> str:
    """Digit by digit: ``2022`` to 二零二二. ``one`` is 幺 in telephone numbers."""
    return "".join(
        one if digit == "1" else DIGITS[int(digit)] for digit in number if digit.isdecimal()
    )


def telephone(number: str) -> str:
    """Digit by digit with 幺, but 12345, the government hotline, as everybody calls it."""
    return digits(number, one="一" if number == "12345" else "幺")


def cardinal(number: str) -> str:
    """A whole number in words: ``2022`` to 两千零二十二. Very long ones digit by digit."""
    number = _SPACED.sub("", number).lstrip("0")
    if not number:
        return DIGITS[0]
    if len(number) > LONGEST:
        return digits(number)
    words = ""
    groups = [number[max(0, end - 4) : end] for end in range(len(number), 0, -4)]
    gap = False  # whether empty places lie between what is said and what comes
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index].zfill(4)
        if group == "0000":
            gap = bool(words)
            continue
        if words and (gap or group[0] == "0"):
            words += DIGITS[0]
        words += _group(group) + _GROUPS[index]
        if index == 3 and groups[2].strip("0") == "":
            words += "亿"  # 一万亿, but 一万两千亿
        gap = False
    if words.startswith("一十"):
        words = words[1:]
    return "两" + words[1:] if words[:2] in {"二千", "二万", "二亿"} else words


def _group(group: str) -> str:
    """Four digits in words, without leading zeros."""
    words, gap = "", False
    for place, digit in zip((3, 2, 1, 0), group, strict=True):
        if digit == "0":
            gap = bool(words)
            continue
        if gap:
            words += DIGITS[0]
            gap = False
        name = "两" if digit == "2" and place == 3 else DIGITS[int(digit)]
        words += name + _PLACES[place]
    return words


def decimal(number: str) -> str:
    """A number with or without sign, separators and fraction: ``-3.50`` to 负三点五零."""
    sign = {"-": "负", "+": "正"}.get(number[:1], "")
    whole, _, fraction = _SPACED.sub("", number.lstrip("-+")).partition(".")
    return sign + cardinal(whole) + (f"点{digits(fraction)}" if fraction else "")


def quantity(number: str) -> str:
    """A number that counts things: as ``decimal``, but a lone 2 is 两."""
    return "两" if number == "2" else decimal(number)


def name(number: str) -> str:
    """A number within a name: A4 is A四, C919 is C九一九, H02 is H零二."""
    if "." in number:
        return decimal(number)
    return digits(number) if len(number) > 2 or number[0] == "0" else cardinal(number)


def roman(numeral: str) -> int | None:
    """The value of a Roman numeral of I, V and X in its canonical form, else None."""
    if not re.fullmatch("X{0,3}(?:IX|IV|V?I{0,3})", numeral) or not numeral:
        return None
    values = [_ROMAN[letter] for letter in numeral]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)
