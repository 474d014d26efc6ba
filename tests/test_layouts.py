"""Issues written for these tests, one for each family of conventions, come out as their gold parses say.

`layouts/NAME.gold.json` says in its `layout` which conventions `NAME.txt` carries. Counties are real; who
publishes, and everything told, is invented.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import read
from tests.support.characters import assert_nothing_lost
from tests.support.gold import differences, load

_FOLDER = Path(__file__).resolve().parent / "layouts"
_GOLDS = sorted(_FOLDER.glob("*.gold.json"))


def test_there_are_layouts() -> None:
    assert len(_GOLDS) >= 10


@pytest.mark.parametrize("path", _GOLDS, ids=lambda p: p.name)
def test_layout_equals_gold(path: Path) -> None:
    gold = load(path)
    assert differences(read(_FOLDER / gold["source"]), gold) == []


@pytest.mark.parametrize("path", _GOLDS, ids=lambda p: p.name)
def test_layout_loses_nothing(path: Path) -> None:
    source = _FOLDER / load(path)["source"]
    assert_nothing_lost(source.read_text(encoding="utf-8"), read(source))
