"""Writes corpus/data/t2s.txt: the single characters that OpenCC's t2s turns into one other character.

    python scripts/make_t2s.py

Two lines of equal length: the traditional characters, and below each its simplified form. Only single characters are
taken, so that folding keeps every offset; OpenCC's word-by-word choices do not matter where both sides are folded
alike. Data: OpenCC (Apache-2.0), see corpus/data/NOTICE.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

import opencc

TARGET = Path(__file__).resolve().parents[1] / "corpus" / "data" / "t2s.txt"


def pairs() -> list[tuple[str, str]]:
    """All (traditional, simplified) pairs, in code point order."""
    convert = opencc.OpenCC("t2s").convert
    found = []
    for code in range(0x2E80, sys.maxunicode + 1):
        if 0xD800 <= code <= 0xF8FF:  # surrogates and private use
            continue
        char = chr(code)
        simplified = convert(char)
        if simplified != char and len(simplified) == 1:
            found.append((char, simplified))
    return found


def main() -> None:
    table = pairs()
    TARGET.write_text("".join(t for t, _ in table) + "\n" + "".join(s for _, s in table) + "\n", encoding="utf-8")
    print(f"{len(table)} characters written to {TARGET}")


if __name__ == "__main__":
    main()
