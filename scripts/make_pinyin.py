"""Writes corpus/data/pinyin.txt: how characters are read.

    python -m scripts.make_pinyin

A line for each syllable without its tone: the syllable, a space, and all characters that can be read so. Only
characters that folding leaves as they are, for only those are compared. Data: pypinyin (MIT), see
corpus/data/NOTICE.md.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from pathlib import Path

from pypinyin.pinyin_dict import pinyin_dict

from index.fold import fold

TARGET = Path(__file__).resolve().parents[1] / "corpus" / "data" / "pinyin.txt"


def syllables() -> dict[str, list[str]]:
    """All characters by syllable, both in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in sorted(pinyin_dict):
        char = chr(code)
        if fold(char).text == char and 0x4E00 <= code <= 0x9FFF:
            for reading in dict.fromkeys(map(_toneless, pinyin_dict[code].split(","))):
                found[reading].append(char)
    return dict(sorted(found.items()))


def _toneless(reading: str) -> str:
    """A syllable in a-z, its ü as v."""
    marked = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(char for char in marked if "a" <= char <= "z")


def main() -> None:
    table = syllables()
    TARGET.write_text("".join(f"{name} {''.join(chars)}\n" for name, chars in table.items()), encoding="utf-8")
    print(f"{len(table)} syllables written to {TARGET}")


if __name__ == "__main__":
    main()
