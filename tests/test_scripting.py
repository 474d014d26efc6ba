"""What scripts ask: counts by value, many queries at once, queries from standard input, tables for Excel."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest
from rich.cells import cell_len

from index import Index
from index.engines import ENGINES
from search import Filters, RequestError, Searcher
from search.counts import tree
from search.results import COUNTED
from tests.support.places import SAMPLES
from tests.support.program import on_terminal, wensou

EVERYTHING: Final = "NOT 没有的词"


@pytest.fixture(scope="module", params=ENGINES)
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples, indexed."""
    folder = tmp_path_factory.mktemp("home")
    for sample in SAMPLES.glob("*.txt"):
        shutil.copy(sample, folder)
    assert wensou("index", ".", "--engine", request.param, cwd=folder).returncode == 0
    return folder


@pytest.fixture
def searcher(home: Path) -> Searcher:
    return Searcher(Index(home / ".wensou"))


def values(article: Any, field: str) -> set[str]:
    """The values that an article counts for."""
    if field == "region":
        return {
            "/".join(path.split("/")[:depth]) for path in article.regions for depth in range(1, path.count("/") + 2)
        }
    if field in {"year", "month"}:
        return {(article.date or "")[: 4 if field == "year" else 7]}
    return {article.issue.label if field == "issue" else getattr(article, field) or ""}


@pytest.mark.parametrize("field", COUNTED)
def test_counts_are_those_of_the_articles_found(searcher: Searcher, field: str) -> None:
    for query in ("农业", EVERYTHING):
        counts = searcher.count_by(field, query)
        hits = searcher.search(query, limit=1_000).hits
        expected = Counter(value for hit in hits for value in values(hit.article, field) if value)
        assert counts.values == expected
        assert counts.total == len(hits)
        order = list(counts.values.items())
        assert order == sorted(order, key=lambda row: row if field in {"year", "month"} else (-row[1], row[0]))


def test_counts_keep_to_filters_and_are_never_of_other_articles(searcher: Searcher) -> None:
    narrowed = searcher.count_by("section", EVERYTHING, filters=Filters(region=("湖南",)))
    assert 0 < narrowed.total < searcher.count_by("section", EVERYTHING).total
    assert searcher.count_by("section", "农业 没有的词语").values == {}
    with pytest.raises(RequestError, match="count by one of region, section"):
        searcher.count_by("town", EVERYTHING)


def test_months_leave_out_dates_that_have_none(tmp_path: Path) -> None:
    dates = ("2022", "2022-09", "2022-09-15", "2021-12-31")
    lines = [json.dumps({"title": f"题{date}", "body": "正文", "date": date}) for date in dates]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert wensou("index", ".", cwd=tmp_path).returncode == 0
    assert wensou("search", "正文", "--count-by", "month", cwd=tmp_path).stdout == "2021-12\t1\n2022-09\t2\n"
    assert wensou("search", "正文", "--count-by", "year", cwd=tmp_path).stdout == "2021\t1\n2022\t3\n"
    done = wensou("search", "正文", "--count-by", "author", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "wensou: 4 articles match, and of none the author is known\n"


def test_counts_come_in_every_format_that_can_hold_them(home: Path) -> None:
    def counted(*form: str) -> str:
        done = wensou("search", "农业", "--count-by", "section", *form, cwd=home)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    rows = [line.rsplit("\t", 1) for line in counted().splitlines()]
    assert rows
    assert [[row["value"], row["articles"]] for row in csv.DictReader(io.StringIO(counted("--format", "csv")))] == rows
    assert [line.split("\t") for line in counted("--format", "tsv").splitlines()] == [["value", "articles"], *rows]
    records = [{"value": value, "articles": int(count)} for value, count in rows]
    assert [json.loads(line) for line in counted("--format", "jsonl").splitlines()] == records
    assert json.loads(counted("--format", "json")) == {"field": "section", "counts": records}
    nothing = wensou("search", "没有的词语", "--count-by", "section", cwd=home)
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert wensou("search", "农业", "--count-by", "section", "--format", "ids", cwd=home).returncode == 2


def test_regions_stand_below_those_they_lie_in() -> None:
    counts = {"乙": 5, "甲": 4, "甲/二": 3, "乙/一": 2, "甲/一": 1, "甲/二/三": 1}
    assert [path for path, _ in tree(counts.items())] == ["乙", "乙/一", "甲", "甲/二", "甲/二/三", "甲/一"]


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_bars_fit_the_terminal(home: Path, columns: int) -> None:
    status, shown = on_terminal("search", "农业", "--count-by", "region", cwd=home, columns=columns, NO_COLOR="1")
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()
    assert status == 0
    assert max(map(cell_len, lines)) <= columns
    counted = wensou("search", "农业", "--count-by", "region", cwd=home).stdout.splitlines()
    drawn = [line.split(maxsplit=1)[0] for line in lines if line.lstrip()[0].isdigit()]
    assert sorted(drawn) == sorted(line.rsplit("\t", 1)[1] for line in counted)


def test_a_batch_answers_each_query_in_its_line(home: Path) -> None:
    queries = ["农业保险", '"', "", "没有的词语", "－－", "关爱 -保险"]
    done = wensou("search", "--batch", "-n", "3", cwd=home, stdin="\r\n".join(queries))
    assert done.stderr == ""
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["query"] for line in lines] == queries
    assert done.returncode == 2
    assert [line.get("error") for line in lines] == [
        None,
        "a quote that is not closed",
        "an empty line is no query",
        None,
        "the query holds only punctuation",
        None,
    ]
    assert lines[1]["results"] == []
    for query, line in zip(queries, lines, strict=True):
        if "error" not in line:
            alone = wensou("search", "--format", "json", "-n", "3", "--", query, cwd=home)
            assert json.loads(alone.stdout) == line
    assert wensou("search", "--batch", cwd=home, stdin="农业\n没有的词语\n").returncode == 0
    assert wensou("search", "--batch", cwd=home, stdin='"没有的词语"\n').returncode == 1
    assert wensou("search", "--batch", cwd=home, stdin="").returncode == 1


def test_a_query_comes_from_standard_input(home: Path) -> None:
    expected = wensou("search", "农业 保险", "--format", "ids", cwd=home)
    done = wensou("search", "-", "--format", "ids", cwd=home, stdin="农业\n保险\n")
    assert (done.returncode, done.stdout) == (0, expected.stdout)
    assert expected.stdout
    for argument in ("-", "--batch"):
        status, shown = on_terminal("search", argument, cwd=home)
        assert status == 2
        assert f"wensou search {argument} < FILE" in shown


def test_queries_in_a_file_of_windows_are_read_or_refused(home: Path) -> None:
    marked = wensou("search", "--batch", "-n", "1", cwd=home, stdin="\ufeff标题:茶\r\n农业\r\n")
    plain = wensou("search", "--batch", "-n", "1", cwd=home, stdin="标题:茶\n农业\n")
    assert (marked.returncode, marked.stdout) == (0, plain.stdout)
    foreign = "保险 理赔".encode("gb18030").decode("utf-8", "surrogateescape")
    for strict in ({}, {"PYTHONIOENCODING": "utf-8:strict"}):
        done = wensou("search", "--batch", cwd=home, stdin=f"农业\n{foreign}\n", **strict)
        good, bad = map(json.loads, done.stdout.splitlines())
        assert (done.returncode, good["total"] > 0, done.stderr) == (2, True, "")
        assert bad["error"].startswith("the query is in another encoding than UTF-8")
        for arguments, stdin in ((["-"], foreign), ([foreign], "")):
            done = wensou("search", *arguments, cwd=home, stdin=stdin, **strict)
            assert (done.returncode, done.stdout) == (2, "")
            assert done.stderr.endswith("to convert it: iconv -f gb18030 -t utf-8\n")


def test_excel_finds_its_mark(home: Path) -> None:
    plain = wensou("search", "农业", "--format", "csv", cwd=home).stdout
    assert wensou("search", "农业", "--format", "csv", "--excel", cwd=home).stdout == "\ufeff" + plain


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--batch", "农业"], "takes none besides"),
        (["--batch", "--count"], "--batch goes neither"),
        (["--batch", "--format", "csv"], "--batch writes one JSON object a line"),
        (["农业", "--count", "--count-by", "year"], "exclude each other"),
        (["农业", "--count-by", "town"], "'town' is not one of"),
        (["农业", "--excel"], "--excel goes with --format csv"),
        (["农业", "--count-by", "year", "--explain"], "not with --count"),
    ],
)
def test_what_does_not_go_together_is_said(home: Path, arguments: list[str], said: str) -> None:
    done = wensou("search", *arguments, cwd=home)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
