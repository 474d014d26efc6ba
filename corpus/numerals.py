"""Numbers in Chinese characters."""

from __future__ import annotations

from typing import Final

DIGITS: Final = "〇一二三四五六七八九"


def chinese(number: int, digits: str = DIGITS, units: str = "十百千") -> str:
    """`number` (0 to 9999) in words: 十二, 二十, 一百零五."""
    if number < 10:
        return digits[number] if number else "零"
    text = ""
    gap = False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap else "") + digits[digit] + (units[place - 1] if place else "")
        gap = not digit
        if number % 10**place == 0:
            break
    return text[1:] if text.startswith("一十") else text
