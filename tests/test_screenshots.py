"""Pictures of the terminal: every character stands in its cells, whatever fonts a browser has; nothing is fetched."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.cells import cell_len

from tests.support.places import PROJECT

PICTURES = sorted((PROJECT / "docs" / "screenshots").glob("*.svg"))
CELL = 20 * 0.58


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_characters_stand_in_their_cells(picture: Path) -> None:
    ends: dict[str, float] = {}
    texts = list(ElementTree.parse(picture).iter("{http://www.w3.org/2000/svg}text"))
    assert len(texts) > 10
    for text in texts:
        shown, start = text.text or "", float(text.attrib["x"])
        length = float(text.attrib["textLength"])
        assert len({cell_len(char) for char in shown}) == 1, shown
        assert length == pytest.approx(CELL * cell_len(shown), abs=0.1)
        assert start >= ends.get(text.attrib["y"], 0) - 0.1, f"{shown} stands on what is before it"
        ends[text.attrib["y"]] = start + length
    assert max(ends.values()) <= CELL * 80 + 0.1


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_pictures_need_nothing_else(picture: Path) -> None:
    drawn = picture.read_text(encoding="utf-8")
    assert re.findall(r"https?:[^\"]*|url\(", drawn) == ["http://www.w3.org/2000/svg"]
    assert len(drawn) < 20_000


def test_there_are_pictures_and_both_readmes_show_them() -> None:
    assert len(PICTURES) == 7
    for readme in ("README.md", "README.zh-CN.md"):
        text = (PROJECT / readme).read_text(encoding="utf-8")
        assert all(f"docs/screenshots/{picture.name}" in text for picture in PICTURES)
