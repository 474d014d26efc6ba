"""Writes index/data/dictionary.marisa: jieba's dictionary compiled, every word with its frequency.

    python -m scripts.make_dictionary

Data: jieba (MIT), see corpus/data/NOTICE.md.
"""

from __future__ import annotations

from pathlib import Path

from index.dictionary import pack
from index.segmenters import TOTAL, import_jieba

TARGET = Path(__file__).resolve().parents[1] / "index" / "data" / "dictionary.marisa"


def frequencies() -> dict[str, int]:
    """The frequency of each word of jieba's dictionary, and their sum."""
    source = Path(import_jieba().__file__ or "").with_name("dict.txt")
    entries = source.read_text(encoding="utf-8").split()  # word, frequency, tag, word, ...
    found = dict(zip(entries[0::3], map(int, entries[1::3]), strict=True))
    found[TOTAL] = sum(found.values())
    return found


def main() -> None:
    """Writes the file."""
    TARGET.write_bytes(pack(frequencies()))


if __name__ == "__main__":
    main()
