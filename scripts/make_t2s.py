"""Writes corpus/data/t2s.txt: the characters that are compared as another one, each with that one.

    python scripts/make_t2s.py FOLDER

FOLDER holds `Unihan_Variants.txt` and `Unihan_OtherMappings.txt` of the Unicode Character Database (Unihan.zip).

Two lines of equal length: the characters, and below each the one that it is compared as. Only single characters are
taken, so that folding keeps every offset; OpenCC's word-by-word choices do not matter where both sides are folded
alike. Three sources, the first that knows a character decides:

1. OpenCC's t2s: traditional to simplified.
2. OpenCC's tables of Taiwan, Hong Kong and Japan, which lead to the traditional standard, and from it to Japan's:
   衞 is 衛, 浄 is 淨, 愼 is 慎.
3. Unihan's kZVariant and kSemanticVariant, "identical meaning": 畧 is 略, 戸 is 户. Where they lead to several
   characters, none is taken.

Of the second and third, none is taken that is standard in simplified text (the Table of General Standard Chinese
Characters, Unihan's kTGH, or GB 2312): such a character is itself. In Japan 芸 is short for 藝, and 欠 for 缺.
Licences: see corpus/data/NOTICE.md.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import opencc

TARGET: Final = Path(__file__).resolve().parents[1] / "corpus" / "data" / "t2s.txt"
CHARACTERS: Final = [chr(code) for code in range(0x2E80, sys.maxunicode + 1) if not 0xD800 <= code <= 0xF8FF]
REGIONS: Final = ("tw2t", "hk2t", "jp2t", "t2jp")
SAME_MEANING: Final = ("kZVariant", "kSemanticVariant")


def pairs(unihan: Path) -> list[tuple[str, str]]:
    """All pairs of a character and the one that it is compared as, in code point order."""
    table = _converted("t2s")
    standard = {char for char, _ in _field(unihan / "Unihan_OtherMappings.txt", "kTGH")}
    standard.update(char for char in CHARACTERS if char.encode("gb2312", "ignore"))
    for source in (*map(_converted, REGIONS), _same_meaning(unihan, standard, table)):
        for char, other in source.items():
            if char not in table and char not in standard and _end(other, table) != char:
                table[char] = other
    return [(char, _end(char, table)) for char in sorted(table)]


def _converted(name: str) -> dict[str, str]:
    """The single characters that OpenCC turns into one other character."""
    convert = opencc.OpenCC(name).convert
    found = ((char, convert(char)) for char in CHARACTERS)
    return {char: other for char, other in found if other != char and len(other) == 1}


def _same_meaning(unihan: Path, standard: set[str], table: dict[str, str]) -> dict[str, str]:
    """The characters that mean the same as just one standard character."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for kind in SAME_MEANING:
        for char, values in _field(unihan / "Unihan_Variants.txt", kind):
            others = (_end(chr(int(value.split("<")[0][2:], 16)), table) for value in values.split())
            found[char].update(other for other in others if other in standard)
    return {char: others.pop() for char, others in found.items() if len(others) == 1}


def _field(path: Path, name: str) -> Iterator[tuple[str, str]]:
    """The characters that have a field in a file of Unihan, with its values."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("U+"):
            code, field, values = line.split("\t")
            if field == name:
                yield chr(int(code[2:], 16)), values


def _end(char: str, table: dict[str, str]) -> str:
    """Where a character leads in the end: t2s turns 薴 into 苧, and 苧 into 苎."""
    while char in table:
        char = table[char]
    return char


def main() -> None:
    table = pairs(Path(sys.argv[1]))
    TARGET.write_text("".join(t for t, _ in table) + "\n" + "".join(s for _, s in table) + "\n", encoding="utf-8")
    print(f"{len(table)} characters written to {TARGET}")


if __name__ == "__main__":
    main()
