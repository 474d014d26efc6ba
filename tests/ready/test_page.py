"""The command line, and what docs/ready-articles.md says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from corpus import read
from corpus.ready.fields import FIELDS
from tests.ready.support import Write, faults
from tests.support.places import PROJECT
from tests.support.program import wensou
from tests.test_docs import fenced
from tests.test_docs import table as rows_of


def test_parse_prints_articles_and_names_bad_lines(write: Write, tmp_path: Path) -> None:
    path = write({"title": "甲", "id": "1"}, "[]", {"title": "乙", "id": "1"})
    done = wensou("parse", path.name, cwd=tmp_path)
    assert done.returncode == 2
    assert [(r["kind"], r["id"]) for r in map(json.loads, done.stdout.splitlines())] == [("article", "1")]
    assert [line[:17] for line in done.stderr.splitlines()] == ["wensou: 文.jsonl:2", "wensou: 文.jsonl:3"]
    outline = wensou("parse", "--format", "text", path.name, cwd=tmp_path)
    assert "1. 甲\n" in outline.stdout
    assert outline.stderr == done.stderr


def test_parse_is_clean_where_the_file_is(write: Write, tmp_path: Path) -> None:
    path = write(["标题", "正文"], ["甲", "乙"], name="表.csv")
    done = wensou("parse", path.name, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_parse_names_a_file_without_articles(write: Write, tmp_path: Path) -> None:
    path = write(["name"], ["甲"], name="表.csv")
    done = wensou("parse", path.name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("wensou: 表.csv: no column title (标题)")


PAGE: Final = PROJECT / "docs" / "ready-articles.md"


def test_every_field_is_on_the_page() -> None:
    documented = {row[0]: tuple(row[1].split()) for row in rows_of(PAGE, "field", "other names")}
    assert documented == FIELDS


@pytest.mark.parametrize(("line", "said"), [tuple(row) for row in rows_of(PAGE, "line", "said")])
def test_bad_lines_are_told_as_the_page_says(write: Write, line: str, said: str) -> None:
    assert faults(write({"title": "甲"}, line)) == [f"2: {said}"]


@pytest.mark.parametrize("language", ["json", "csv"])
def test_the_examples_on_the_page_are_read(write: Write, language: str) -> None:
    (example,) = fenced(PAGE, language)
    document = read(write(example.encode(), name={"json": "例.jsonl", "csv": "例.csv"}[language]))
    assert document.warnings == ()
    first, second, *others = document.articles
    assert (first.title, first.body) == ("容县召开农业保险工作会议", "第一段。\n第二段。")
    assert (first.unit, first.regions, first.date) == (
        "容县农业农村局",
        ("广西壮族自治区/玉林市/容县",),
        "2022-09-15",
    )
    assert (second.title, second.body) == ("简讯", "七星区参保28万份。")
    if language == "json":
        assert (second.id, second.regions) == ("2022-10/7", ("广西壮族自治区/桂林市/七星区",))
        assert [(a.title, a.untitled, a.issue.label) for a in others] == [
            ("北海市举办农技培训班", True, "农技通讯 第3期")
        ]
