"""How characters are read, without tones: one table for all who compare by sound."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

_DATA: Final = Path(__file__).with_name("data") / "pinyin.txt"


@cache
def sounding_like(character: str) -> frozenset[str]:
    """The simplified characters that can be read as this one can, itself among them."""
    return frozenset(character).union(*(alike for alike in _homophones() if character in alike))


@cache
def _homophones() -> list[str]:
    """For each syllable the characters that can be read so, generated from pypinyin's by scripts/make_pinyin.py."""
    return [line.split(" ")[1] for line in _DATA.read_text(encoding="utf-8").splitlines()]
