"""One issue gives the same articles, whichever format it is saved in."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from corpus import Article, Document, read
from corpus.kinds import NEWSLETTERS
from tests.formats import issue
from tests.support.gold import tight

_FILES = sorted(path for path in (Path(__file__).parent / "files").iterdir() if path.suffix in NEWSLETTERS)
_STORIES = (*issue.STORIES, *issue.BRIEFS)


def _paragraphs(text: str) -> list[str | None]:
    return [tight(line) for line in text.split("\n") if line.strip()]


def _fields(article: Article) -> dict[str, object]:
    return {
        "title": None if article.untitled else tight(article.title),
        "section": article.section,
        "unit": article.unit,
        "author": article.author,
        "region": article.regions[0] if article.regions else None,
        "date": article.date,
        "date_from": article.date_from,
        "body": _paragraphs(article.body),
    }


def _expected(story: issue.Story) -> dict[str, object]:
    # A brief's mark is no part of its body.
    paragraphs = [tight(p.removeprefix("●")) for p in story.paragraphs]
    return {
        "title": tight("".join(story.title)) or None,
        "section": story.section,
        "unit": story.unit,
        "author": story.author,
        "region": story.region,
        "date": story.date or issue.DATE,
        "date_from": "article" if story.date else "issue",
        "body": paragraphs,
    }


@lru_cache
def _document(path: Path) -> Document:
    return read(path)


@pytest.mark.parametrize("path", _FILES, ids=lambda p: p.name)
def test_same_articles(path: Path) -> None:
    document = _document(path)
    assert [_fields(a) for a in document.articles] == [_expected(s) for s in _STORIES]


@pytest.mark.parametrize("path", _FILES, ids=lambda p: p.name)
def test_same_issue(path: Path) -> None:
    found = _document(path).issue
    assert (tight(found.title), found.number, found.date, found.publisher) == (
        issue.NAME,
        issue.NUMBER,
        issue.DATE,
        issue.PUBLISHER,
    )


def test_articles_have_one_id_in_all_formats() -> None:
    ids = {tuple(a.id for a in _document(path).articles) for path in _FILES}
    assert len(ids) == 1


@pytest.mark.parametrize("path", _FILES, ids=lambda p: p.name)
def test_nothing_is_warned_of(path: Path) -> None:
    assert _document(path).warnings == ()
