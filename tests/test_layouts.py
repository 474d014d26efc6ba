"""Issues written for these tests, one for each family of conventions, come out as their gold parses say.

`layouts/NAME.gold.json` says in its `layout` which conventions `NAME.txt` carries. Counties are real; who
publishes, and everything told, is invented.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import Document, read
from corpus.layout import split
from corpus.script import simplified
from tests.support.characters import assert_nothing_lost
from tests.support.gold import differences, load, tight

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


def _articles(document: Document) -> list[tuple[str | None, ...]]:
    return [(tight(a.title), a.section, a.unit, a.author, tight(a.body)) for a in document.articles]


def _spaced(text: str) -> str:
    return "\n".join(line if line.strip() else "\n" for line in text.split("\n"))


def _indented(text: str) -> str:
    """Paragraphs begin with two ideographic spaces."""
    lines = text.split("\n")
    return "\n".join(f"\u3000\u3000{line}" if len(line) > 30 and not line[0].isspace() else line for line in lines)


def _left(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n"))


def _trailing(text: str) -> str:
    return "\n".join(f"{line}  " for line in text.split("\n"))


@pytest.mark.parametrize("set_otherwise", [_spaced, _indented, _left, _trailing])
def test_a_layout_is_the_same_however_its_lines_are_set(set_otherwise: Callable[[str], str]) -> None:
    for path in _GOLDS:
        text = (_FOLDER / load(path)["source"]).read_text(encoding="utf-8")
        assert _articles(split(set_otherwise(text), "a.txt")) == _articles(split(text, "a.txt")), path.name


def _wrapped(text: str) -> str:
    """Lines end at 68 columns, punctuation hanging; paragraphs are indented."""
    out = []
    for line in text.split("\n"):
        if _columns(line) <= 64:
            out.append(line)
            continue
        part = "" if line[0].isspace() else "\u3000\u3000"
        for c in line:
            if _columns(part + c) > 68 and c not in "，。、；：！？）”》":
                out.append(part)
                part = ""
            part += c
        out.append(part)
    return "\n".join(out)


def _columns(text: str) -> int:
    return sum(1 if c < "\u1100" else 2 for c in text)


def test_nearly_all_articles_come_out_of_lines_that_were_broken_at_a_margin() -> None:
    same = every = 0
    for path in _GOLDS:
        text = (_FOLDER / load(path)["source"]).read_text(encoding="utf-8")
        whole = {(title, body) for title, *_, body in _articles(split(text, "a.txt"))}
        broken = {(title, body) for title, *_, body in _articles(split(_wrapped(text), "a.txt"))}
        same, every = same + len(whole & broken), every + len(whole)
    assert same >= 0.95 * every


def _traditional(text: str) -> str:
    """In traditional characters, as a table without any sense of words gives them."""
    table: dict[int, int] = {}
    for traditional, simple in simplified().items():
        if 0x4E00 <= traditional <= 0x9FA5 and chr(traditional).encode("big5", "ignore"):
            table.setdefault(simple, traditional)
    return text.translate(table)


def test_a_layout_is_the_same_in_traditional_characters() -> None:
    for path in _GOLDS:
        text = (_FOLDER / load(path)["source"]).read_text(encoding="utf-8").translate(simplified())
        given = _articles(split(_traditional(text), "a.txt"))
        simple = [tuple(value and value.translate(simplified()) for value in article) for article in given]
        assert simple == _articles(split(text, "a.txt")), path.name


def test_what_is_read_of_traditional_text_stands_as_it_is_written() -> None:
    body = "本會與圖書館合辦的老街導覽培訓班，自九月起共上課十二堂，二十四位學員領取結業證書。"
    text = f"老街導覽志工結業\n{body}\n（鳳林鎮圖書館 陳 華）\n"
    article = split(text, "a.txt").articles[0]
    assert (article.title, article.unit, article.author) == ("老街導覽志工結業", "鳳林鎮圖書館", "陳華")
