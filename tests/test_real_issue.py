"""The real issue beside the project comes out as its gold parse says, in every field."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import read
from tests.support.characters import assert_nothing_lost
from tests.support.gold import differences, load

_SHARED = Path(__file__).resolve().parents[2] / "shared"
_FOLDER = _SHARED / "corpus"
_GOLDS = sorted(_FOLDER.glob("*.gold.json")) if _FOLDER.is_dir() else []

pytestmark = pytest.mark.skipif(not _GOLDS, reason="the real issue stands in ../shared/corpus, which is not here")


@pytest.mark.parametrize("path", _GOLDS, ids=lambda p: p.name)
def test_real_issue_equals_gold(path: Path) -> None:
    gold = load(path)
    assert differences(read(_FOLDER / gold["source"]), gold) == []


@pytest.mark.parametrize("path", _GOLDS, ids=lambda p: p.name)
def test_real_issue_loses_nothing(path: Path) -> None:
    source = _FOLDER / load(path)["source"]
    assert_nothing_lost(source.read_text(encoding="utf-8"), read(source))


@pytest.mark.parametrize("path", _GOLDS, ids=lambda p: p.name)
def test_real_issue_warns_of_the_title_that_differs_from_the_contents(path: Path) -> None:
    gold = load(path)
    warnings = read(_FOLDER / gold["source"]).warnings
    assert len(warnings) == sum("toc_title" in a for a in gold["articles"])
    assert all(any(a["toc_title"] in w for w in warnings) for a in gold["articles"] if "toc_title" in a)
