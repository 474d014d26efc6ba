"""Ids that repeat, and what wensou itself wrote, read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus import Article, Document, read
from corpus.identity import article_id, repeated_id, with_ids
from corpus.ready import distinct
from search.output.formats import csv_table, jsonl
from search.output.records import HIT_FIELDS, document_records, dump
from search.searcher import Searcher
from tests.ready.support import Write, parsed
from tests.support.indexes import article as make_article
from tests.support.indexes import build_index
from tests.support.places import SAMPLES

# Repeats


def test_repeats_within_a_file(write: Write) -> None:
    same = {"title": "甲", "body": "乙"}
    lines = [same, {"title": "丙", "id": "x"}, same, {"title": "丁", "id": "x"}, same]
    path = write(*lines)
    for size in (1, 1 << 18):
        parts = list(distinct(parsed(path, characters=size)))
        found = [(a.id, a.line_start) for part in parts for a in part.articles]
        base = found[0][0]
        assert found == [(base, 1), ("x", 2), (repeated_id(base, 1), 3), (repeated_id(base, 2), 5)]
        (fault,) = [fault for part in parts for fault in part.faults]
        assert fault == f"{path}:4: the id 'x' is that of an article before, and this one is left out"


def test_a_repeated_id_is_the_same_as_in_a_newsletter() -> None:
    brief = make_article("乙", title="甲", untitled=False)
    base = article_id(brief)
    assert [named.id for named in with_ids([brief, brief])] == [repeated_id(base, 0), repeated_id(base, 1)]
    assert repeated_id(base, 0) == base
    assert len({repeated_id(base, n) for n in range(100)}) == 100


# Our own output


def own(document: Document, path: Path) -> list[Article]:
    """The articles of a document as they should be when they come back from a file without sources and lines."""
    return [replace(a, source=str(path), line_start=0, line_end=0) for a in document.articles]


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_what_parse_writes_is_read_again(sample: Path, write: Write) -> None:
    document = read(sample)
    path = write(*map(dump, document_records(document)))
    again = read(path)
    assert own(again, path) == own(document, path)
    assert again.warnings == ()


@pytest.mark.parametrize("name", ["果.jsonl", "果.csv"])
def test_what_search_writes_is_read_again(tmp_path: Path, name: str) -> None:
    document = read(min(SAMPLES.glob("*.txt")))
    results = Searcher(build_index(tmp_path / ".wensou", list(document.articles))).search("农业", limit=100)
    assert results.hits
    form = jsonl if name.endswith("jsonl") else csv_table
    path = tmp_path / name
    path.write_text("".join(form(results, HIT_FIELDS, "\n")), encoding="utf-8")
    again = read(path)
    assert again.warnings == ()
    kept = ("id", "title", "section", "unit", "author", "regions", "date")
    assert [[getattr(a, key) for key in kept] for a in again.articles] == [
        [getattr(hit.article, key) for key in kept] for hit in results.hits
    ]
    assert [a.issue.title for a in again.articles] == [
        hit.article.issue.title if form is jsonl else hit.article.issue.label for hit in results.hits
    ]
