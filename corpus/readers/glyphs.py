"""Characters that stand for glyphs: what documents made of pages have in the place of common characters."""

from __future__ import annotations

import unicodedata
from typing import Final

# Radicals that look like characters, and come out in their place (Unicode, EquivalentUnifiedIdeograph.txt).
_RADICALS: Final = dict(
    zip(
        "⺁⺇⺌⺎⺏⺐⺑⺓⺛⺝⺟⺠⺩⺫⺬⺮⺯⺶⺷⺹⺼⺾⻁⻂⻄⻅⻆⻈⻉⻋⻌⻐⻑⻒⻓⻔⻖⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻯⻰⻱⻳",
        "厂几小尢尣尢尣幺旡月母民王罒示竹糸羊羊老肉艹虎衤西见角讠贝车辶钅長镸长门阝青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾齐齿竜龙龜龟",
        strict=True,
    )
)
# Brackets and punctuation of lines that run downwards.
_VERTICAL: Final = dict(
    zip(
        "︐︑︒︓︔︕︖︗︘︙︰︱︳︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄",
        "，、。：；！？〖〗…：—_（）｛｝〔〕【】《》〈〉「」『』",
        strict=True,
    )
)
# Symbol fonts keep their characters at U+F000 to U+F0FF. These are the bullets of Word's lists (Symbol, Wingdings).
_BULLETS: Final = {
    0xF0B7: "•",
    0xF06C: "●",
    0xF06D: "○",
    0xF06E: "■",
    0xF06F: "□",
    0xF071: "□",
    0xF075: "◆",
    0xF076: "◇",
    0xF0A7: "■",
    0xF0A8: "□",
    0xF0AB: "★",
    0xF0B2: "◇",
    0xF0D8: "➢",
    0xF0E8: "➔",
    0xF0FC: "✔",
    0xF0FE: "☑",
}
_LIGATURES: Final = range(0xFB00, 0xFB07)
_KANGXI: Final = range(0x2F00, 0x2FD6)

_TABLE: Final = {
    **{ord(a): b for a, b in (_RADICALS | _VERTICAL).items()},
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in (*_KANGXI, *_LIGATURES)},
    **_BULLETS,
}


def plain(text: str) -> str:
    """`text` with common characters for radicals, ligatures, bullets of symbol fonts and vertical punctuation."""
    return text if text.isascii() else text.translate(_TABLE)
