"""How characters are read, without tones: one table for all who compare by sound."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

_DATA: Final = Path(__file__).with_name("data") / "pinyin.txt"


@cache
def homophones() -> dict[str, str]:
    """All simplified characters by the syllables in a-z, such as `lv`, that they can be read as.

    Generated from the readings of pypinyin by scripts/make_pinyin.py.
    """
    return dict(line.split(" ") for line in _DATA.read_text(encoding="utf-8").splitlines())


@cache
def readings() -> dict[str, frozenset[str]]:
    """The syllables that each character can be read as."""
    found: dict[str, list[str]] = {}
    for syllable, characters in homophones().items():
        for character in characters:
            found.setdefault(character, []).append(syllable)
    return {character: frozenset(syllables) for character, syllables in found.items()}
