"""`search --explain`: how the query was understood, and why each result is where it is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from index.explanation import Explanation
from index.plan import And, Every, Keyword, Literal, Near, Not, Or, Prefix, Range
from search.explain import Asked, HitExplanation, asked
from search.output.explained import hit_lines
from tests.support.indexes import article, build_index
from tests.support.program import on_terminal, wensou

ARTICLES = [
    article(
        "关爱保险理赔1.6万元。",
        id="a1",
        title="关爱保险进万家",
        untitled=False,
        unit="浦北县计生协",
        regions=("广西壮族自治区/钦州市/浦北县",),
        date="2022-09-22",
    ),
    article("志愿者走访老人，宣传保险知识和关爱政策。", id="a2", title="敬老月活动", untitled=False, date="2022-10"),
    article("共享资源。", id="a3", title="资源县", untitled=False),
]

_STYLE = re.compile("\x1b\\[[0-9;]*m")

GOLDEN = """\
folded: 关爱保险
atoms: 关 爱 保 险
string: 关爱保险, cut into 关爱 | 保险
fields: title, body, unit, author
some of the words are enough: no
articles must meet:
  all of
    date from 2022 to 2022-09
    all of
      关爱 in title, body, unit, author
      保险 in title, body, unit, author
关爱保险进万家  [浦北县计生协 · 广西壮族自治区/钦州市/浦北县 · 2022-09-22 · 一.txt:1 · a1]  关爱保险理赔1.6万元。
    strings as they stand: 1 of 1
      关爱保险: title, body
        关爱: title, body
        保险: title, body
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    build_index(folder / ".wensou", ARTICLES)
    return folder


def records(home: Path, *arguments: str) -> list[dict[str, Any]]:
    done = wensou("search", "--format", "jsonl", "--explain", *arguments, cwd=home)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_pipe_gets_lines_below_the_query_and_each_result(home: Path) -> None:
    done = wensou("search", "關愛保險", "--since", "2022", "--until", "2022-09", "--explain", cwd=home)
    assert (done.returncode, done.stderr) == (0, "")
    score = json.loads(wensou("search", "關愛保險", "--format", "jsonl", "-n", "1", cwd=home).stdout)["score"]
    golden, tree = done.stdout[: len(GOLDEN)], done.stdout[len(GOLDEN) :].splitlines()
    assert golden == GOLDEN
    assert tree[0] == f"    {score:.4f}".rstrip("0") + " score, sum of"
    assert tree[1].startswith("      ")
    assert tree[1].endswith(", product of")
    assert tree[2].startswith("        ")
    assert tree[2].endswith(" weight")
    assert " idf (N 3, n " in tree[3]
    assert " tf (frequency " in tree[4]
    assert tree[-1].endswith(" more")


def test_values_of_a_result_add_up_to_its_score(home: Path) -> None:
    for record in records(home, "关爱保险"):
        tree = record["explain"]["score"]
        assert tree["value"] == pytest.approx(record["score"], abs=1e-4)
        assert sum(part["value"] for part in tree["parts"]) == pytest.approx(tree["value"])


def test_it_is_told_what_each_article_has_and_where(home: Path) -> None:
    first, second = (record["explain"] for record in records(home, "关爱保险"))
    assert (first["tier"], second["tier"]) == (1, 0)
    assert [string["fields"] for string in first["strings"]] == [["title", "body"]]
    assert second["strings"] == [
        {
            "text": "关爱保险",
            "fields": [],
            "words": [{"text": "关爱", "fields": ["body"]}, {"text": "保险", "fields": ["body"]}],
        }
    ]


def test_the_page_tells_how_the_query_was_understood(home: Path) -> None:
    options = ("--region", "广西", "--in", "title,body", "--explain", "--format", "json")
    done = wensou("search", "标题:資源 共享火星", *options, cwd=home)
    explained = json.loads(done.stdout)["explain"]
    assert explained["folded"] == "标题:资源 共享火星"
    assert explained["strings"] == [
        {"text": "资源", "words": ["资源"], "fields": ["title"]},
        {"text": "共享火星", "words": ["共享", "火星"], "fields": ["title", "body"]},
    ]
    assert explained["fields"] == ["title", "body"]
    assert explained["filters"] == {"region": ["广西"]}
    assert explained["loose"] is True
    assert explained["condition"] == {
        "text": "all of",
        "parts": [
            {"text": "region is 广西壮族自治区", "parts": []},
            {"text": "资源 in title", "parts": []},
            {
                "text": "any of",
                "parts": [{"text": "共享 in title, body", "parts": []}, {"text": "火星 in title, body", "parts": []}],
            },
        ],
    }


@pytest.mark.parametrize("arguments", [["--sort", "date"], ["--sort", "source"], ["--any"], ["-F"]])
def test_it_goes_with_every_order_and_mode(home: Path, arguments: list[str]) -> None:
    found = records(home, "关爱保险", *arguments)
    assert found
    for record in found:
        assert record["explain"]["score"]["value"] == pytest.approx(record["score"], abs=1e-4)


def test_filters_alone_are_explained(home: Path) -> None:
    (record,) = records(home, "--region", "广西")
    assert record["explain"] == {
        "tier": 0,
        "strings": [],
        "score": {"value": 0.0, "description": "score, sum of", "parts": []},
    }


def test_only_the_page_that_is_shown_is_explained(home: Path) -> None:
    (record,) = records(home, "关爱保险", "-n", "1", "--page", "2", "--fields", "id")
    assert list(record) == ["id", "explain"]
    assert record["id"] == "a2"


def test_nothing_is_explained_unless_asked(home: Path) -> None:
    done = wensou("search", "关爱保险", "--format", "json", cwd=home)
    page = json.loads(done.stdout)
    assert "explain" not in page
    assert all("explain" not in record for record in page["results"])


@pytest.mark.parametrize("columns", [10, 24, 40, 80, 200])
def test_lines_fit_the_terminal(home: Path, columns: int) -> None:
    status, shown = on_terminal("search", "关爱保险", "--explain", cwd=home, columns=columns, NO_COLOR="1")
    assert status == 0
    lines = _STYLE.sub("", shown).splitlines()
    assert all(cell_len(line.rstrip()) <= columns for line in lines)
    joined = "".join("".join(lines).split())
    assert "stringsastheystand:1of1" in joined
    assert "score,sumof" in joined


def test_of_long_sums_the_rest_is_added_up() -> None:
    weight = (Explanation(1.0, "weight"), Explanation(1.0, "idf", (Explanation(1.0, "N"),)))
    parts = tuple(Explanation(float(value), f"word {value}, product of", weight) for value in range(20, 0, -1))
    lines = list(hit_lines(HitExplanation(0, (), Explanation(210.0, "score, sum of", parts))))
    assert lines[1:5] == [
        (0, "210 score, sum of"),
        (1, "20 word 20, product of"),
        (2, "1 weight"),
        (2, "1 idf (N 1)"),
    ]
    assert lines[-1] == (1, "105 14 more")


def test_every_condition_is_told_in_words() -> None:
    condition = And(
        (
            Or((Literal(("桂", "林")), Keyword("region", ("广西", "湖南")))),
            Not(Range("date", "2022", "2023~")),
            Range("date", None, "2021~"),
            Keyword("region", ()),
            Every(),
            Prefix(("gb",), ("title",)),
            Near((("桂", "林"), ("保", "险")), 5, ("body",)),
        )
    )
    assert asked(condition) == Asked(
        "all of",
        (
            Asked("any of", (Asked("桂林 in title, body, unit, author"), Asked("region is 广西 or 湖南"))),
            Asked("none of", (Asked("date from 2022 to 2023"),)),
            Asked("date to 2021"),
            Asked("region is one that no article has"),
            Asked("every article"),
            Asked("gb* in title"),
            Asked("桂林 保险 at most 5 apart in body"),
        ),
    )
