"""Numbers of dates, in all digits that they are written in."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = (
    {char: value for value, char in enumerate("〇一二三四五六七八九")}
    | {char: value for value, char in enumerate("０１２３４５６７８９")}
    | {str(value): value for value in range(10)}
    | {"零": 0, "○": 0, "Ｏ": 0, "O": 0}
)


def number(text: str) -> int | None:
    """The value of a number up to 199 or of a row of digits, in ASCII, full-width or Chinese digits, else None."""
    if text.isascii() and text.isdigit():
        return int(text)
    if text.startswith("一百"):
        rest = _below_hundred(text[2:].removeprefix("零")) if len(text) > len("一百") else 0
        return 100 + rest if rest is not None and rest < 100 else None
    return _below_hundred(text)


def _below_hundred(text: str) -> int | None:
    """The value without 百, or of a row of digits."""
    tens, ten, ones = text.partition("十")
    if ten:
        if any(char not in _DIGITS for char in tens + ones) or len(tens) > 1 or len(ones) > 1:
            return None
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    if not text or any(char not in _DIGITS for char in text):
        return None
    value = 0
    for char in text:
        value = value * 10 + _DIGITS[char]
    return value
