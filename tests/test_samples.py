"""The sample issues that are shipped come out as their gold parses say, in every field."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import read
from tests.support.characters import assert_nothing_lost
from tests.support.gold import differences, load

_FOLDER = Path(__file__).resolve().parents[1] / "corpus" / "samples"
_GOLDS = sorted(_FOLDER.glob("*.gold.json"))


def test_there_are_samples() -> None:
    assert len(_GOLDS) >= 3


@pytest.mark.parametrize("path", _GOLDS, ids=lambda p: p.name)
def test_sample_equals_gold(path: Path) -> None:
    gold = load(path)
    assert differences(read(_FOLDER / gold["source"]), gold) == []


@pytest.mark.parametrize("path", _GOLDS, ids=lambda p: p.name)
def test_sample_loses_nothing(path: Path) -> None:
    source = _FOLDER / load(path)["source"]
    assert_nothing_lost(source.read_text(encoding="utf-8"), read(source))


@pytest.mark.parametrize("path", _GOLDS, ids=lambda p: p.name)
def test_sample_warns_of_every_title_that_differs_from_the_contents(path: Path) -> None:
    gold = load(path)
    warnings = read(_FOLDER / gold["source"]).warnings
    assert len(warnings) == sum("toc_title" in a for a in gold["articles"])


@pytest.mark.parametrize("path", _GOLDS, ids=lambda p: p.name)
def test_sample_page_furniture_is_in_no_article(path: Path) -> None:
    gold = load(path)
    document = read(_FOLDER / gold["source"])
    lines = {line for a in document.articles for line in a.body.split("\n")}
    assert lines.isdisjoint(gold.get("furniture", ()))
