"""Numbers of paragraphs as word processors write them out: `一、`, `（三）`, `④`, `iv.`; and their bullets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from corpus.numerals import DIGITS, chinese
from corpus.readers.glyphs import plain

_FORMAL, _FORMAL_TRADITIONAL = "零壹贰叁肆伍陆柒捌玖", "零壹貳參肆伍陸柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X")),
    *((9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
# Beyond this nobody counts paragraphs, but a damaged file may.
_MOST: Final = 9999


def _counted(number: int) -> str:
    """Words up to ninety-nine, digits from there on: 九十九, 一〇〇 (chineseCounting, ECMA-376 17.18.59)."""
    return chinese(number) if number < 100 else _digits(number)


def _digits(number: int) -> str:
    return "".join(DIGITS[int(d)] for d in str(number))


def _formal(digits: str) -> Callable[[int], str]:
    return lambda number: chinese(number, digits, "拾佰仟")


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    """A to Z, AA to ZZ, AAA: the same letter more times (ECMA-376 17.18.59)."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else "0"


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else str(number)


def _wide(number: int) -> str:
    return str(number).translate({ord("0") + i: ord("０") + i for i in range(10)})


def _of(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)]


# By the names that WordprocessingML has for them (ECMA-376 17.18.59); what is not here is written in digits.
_FORMATS: Final[Mapping[str, Callable[[int], str]]] = {
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "ideographEnclosedCircle": _circled,
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "chineseCounting": _counted,
    "taiwaneseCounting": _counted,
    "japaneseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "chineseLegalSimplified": _formal(_FORMAL),
    "ideographLegalTraditional": _formal(_FORMAL_TRADITIONAL),
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "none": lambda _: "",
    "bullet": lambda _: "",
}

# Signs of Wingdings 2 at the places where other symbol fonts have others.
_WINGDINGS_2: Final = {"\uf097": "●", "\uf0a2": "■", "\uf0a3": "□", "\uf052": "☑", "\uf050": "✓"}
_PRIVATE: Final = re.compile("[\uf000-\uf0ff]")
_BULLET: Final = "•"


def numeral(number: int, style: str) -> str:
    """`number` in the number format `style` of WordprocessingML."""
    number = min(max(number, 0), _MOST)
    write = _FORMATS.get(style)
    return write(number) if write else str(number)


def symbol(character: str, font: str | None) -> str:
    """What a character of a symbol font looks like, a bullet if that is not known; others as they are."""
    if font == "Wingdings 2" and character in _WINGDINGS_2:
        return _WINGDINGS_2[character]
    return _PRIVATE.sub(_BULLET, plain(character))


def separated(mark: str, text: str) -> str:
    """A paragraph's number or bullet before its text: with a space, unless its own punctuation parts the two."""
    return f"{mark}{text}" if not mark or mark[-1] in "、．。）】：" else f"{mark} {text}"
