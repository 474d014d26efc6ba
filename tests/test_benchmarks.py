"""The benchmarks run, at a tiny scale; what they say of time is nobody's business here."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import asdict
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from benchmarks import articles, cold_start, report, sides
from benchmarks.__main__ import main
from benchmarks.indexing import build
from benchmarks.issues import made_issues
from benchmarks.parts import PARTS, SEED, Scale
from benchmarks.processes import Runner
from benchmarks.queries import draw_literals, draw_words, holding
from benchmarks.ranking import tasks
from benchmarks.ranking.__main__ import main as ranking_main
from benchmarks.ranking.table import ranking
from benchmarks.ranking.worker import RANKED
from benchmarks.reading import indexing as reading_indexing
from benchmarks.reading import main as reading_main
from benchmarks.reading import reading
from benchmarks.report import Row, Section, compare
from benchmarks.searching import Request, ask
from benchmarks.sides import (
    BM25S,
    RECOLL,
    RIPGREP,
    RJIEBA_TANTIVY,
    SIDES,
    SQLITE_FTS5,
    TANTIVY,
    USUAL_SCRIPT,
    WHOOSH,
    WHOOSH_COMMAND,
    XAPIAN,
    Side,
)
from corpus.decoding import decode
from corpus.layout import split
from corpus.readers.text import read_bytes

WENSOU = ("wensou whoosh", "wensou tantivy")
# Those that are measured here together: each process of the others takes a second or more.
QUICK = (WHOOSH, TANTIVY, RJIEBA_TANTIVY, SQLITE_FTS5, RIPGREP)
needs_laws = pytest.mark.skipif(not articles.LAWS.exists(), reason="the laws are not at hand")


@pytest.fixture(scope="module")
def sections(tmp_path_factory: pytest.TempPathFactory) -> list[Section]:
    """A run over a few articles made of the samples, with or without any others at hand."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(articles, "LAWS", Path("absent"))
        for module in (sides, cold_start):
            patch.setattr(module, "SIDES", QUICK)
        runner = Runner(tmp_path_factory.mktemp("benchmarks"))
        scale = Scale(60, whoosh_articles=30, growth=50, runs=1, words=20, literals=20, judged=20, files=9)
        return [section for part in PARTS.values() for section in part(runner, scale)]


def values(sections: list[Section], title: str, measure: str) -> dict[str, float | None]:
    """The values of the only row of that name, by side."""
    (found,) = [
        row for section in sections if section.title.startswith(title) for row in section.rows if row.measure == measure
    ]
    return dict(found.values)


def test_every_side_is_measured_on_what_it_can_bear(sections: list[Section]) -> None:
    everyone, quick = ([side.heading for side in QUICK if slow or not side.slow] for slow in (True, False))
    assert [(section.title, section.columns) for section in sections] == [
        ("Cold start", [*everyone, "python -c 'import click'"]),
        ("Nothing changed", [*WENSOU, "python -c 'import click'"]),
        ("Indexing 30 articles", everyone),
        ("Cold start, 30 articles", [*everyone, "python -c 'import click'"]),
        ("Query latency, 30 articles", everyone),
        ("Completeness, 30 articles", everyone),
        ("Indexing 60 articles", quick),
        ("Cold start, 60 articles", [*quick, "python -c 'import click'"]),
        ("Query latency, 60 articles", quick),
        ("Completeness, 60 articles", quick),
        ("Many queries at once, 60 articles", ["library", "--batch"]),
        ("Growth", ["50"]),
    ]


def test_whatever_is_there_has_a_positive_value(sections: list[Section]) -> None:
    for section in sections:
        present = [name for name in section.columns if "not installed" not in name]
        for row in section.rows:
            if row.unit in ("ms", "s", "µs", "MB", "bytes/byte", "articles/s", "characters/s"):
                lacking = {name for name in present if not (row.values.get(name) or 0) > 0}
                peers = {side.name for side in SIDES if not side.ours}
                if section.title.startswith("Cold start"):
                    assert lacking <= (
                        set() if row.measure in {"search, two words", "search, quoted literal"} else peers
                    )
                else:
                    assert lacking <= {RIPGREP.name}


@pytest.mark.parametrize("count", [30, 60])
def test_wensou_finds_every_literal_and_nothing_else(sections: list[Section], count: int) -> None:
    title = f"Completeness, {count}"
    found, whole, wrong = (
        values(sections, title, f"{measure}, quoted")
        for measure in ("matches found", "literals found everywhere", "matches that are none")
    )
    for side in WENSOU:
        if side in found:
            assert (found[side], whole[side], wrong[side]) == (100, 100, 0)
    for side in ("rjieba + tantivy", "SQLite FTS5"):  # words alone
        assert 0 < (found[side] or 0) < 100


@pytest.mark.parametrize("side", [USUAL_SCRIPT, XAPIAN, BM25S, RECOLL, WHOOSH_COMMAND], ids=lambda side: side.name)
def test_what_a_slow_peer_finds_is_an_article(side: Side, tmp_path: Path) -> None:
    if side.missing:
        pytest.skip(f"{side.name} is not installed")
    written = articles.write_articles(tmp_path / "few.jsonl", "few", articles.sample_texts())
    runner = Runner(tmp_path)
    built = build(runner, [side], written)
    literals = ["合作社", "农业保险"]
    ((answer,),) = ask(runner, built, Request(["农业 合作社"] * 2, literals, len(literals))).values()
    texts = {text.id: f"{text.title} {text.body}" for text in written}
    for literal, found in zip(literals, answer["unquoted"], strict=True):
        assert set(found) <= set(texts)
        assert side is WHOOSH_COMMAND or any(literal in texts[name] for name in found)  # it takes sentences for words


def test_a_part_that_is_measured_again_takes_the_place_of_the_former_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "RESULTS", tmp_path)
    first, second = Section("First", "what", (Row("time", "ms", {"a": 1}),)), Section("Second", "what", ())
    report.save([first, second], ["common", "of the first run"])
    page = report.save([Section("First", "what", (Row("time", "ms", {"a": 2}),))], ["common", "of the second run"])
    kept = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["sections"]
    assert [(section["title"], section["notes"][1]) for section in kept] == [
        ("First", "of the second run"),
        ("Second", "of the first run"),
    ]
    lines = page.read_text(encoding="utf-8").splitlines()
    assert lines.index("- common") < lines.index("## First") < lines.index("- of the second run")


@pytest.mark.skipif(RIPGREP.missing, reason="rg is not installed")
def test_ripgrep_finds_what_stands_there_as_it_is_written(sections: list[Section]) -> None:
    assert (values(sections, "Completeness, 30", "matches found, quoted")["ripgrep"] or 0) > 90


def test_a_side_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: None)
    assert RIPGREP.heading == "ripgrep (not installed)"


def test_the_tables_and_the_page_show_every_row(sections: list[Section]) -> None:
    page = report.markdown({**asdict(section), "notes": ["a note"]} for section in sections)
    for section in sections:
        console = Console(width=150, file=StringIO())
        report.draw(section, console)
        lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
        for shown in section.rows:
            assert any(line.startswith(shown.measure) and shown.unit in line for line in lines)
            assert f"| {shown.measure} | {shown.unit} |" in page


def test_a_run_is_kept_as_page_and_as_json(
    sections: list[Section], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "RESULTS", tmp_path)
    page = report.save(sections, [report.machine()])
    kept = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert [section["title"] for section in kept["sections"]] == [section.title for section in sections]
    assert str(Path.home()) not in page.read_text(encoding="utf-8")


def test_plots_are_drawn_of_whatever_was_measured(
    sections: list[Section], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("matplotlib", reason="the extra bench is not installed")
    from benchmarks.plots import plot

    monkeypatch.setattr(report, "RESULTS", tmp_path)
    page = report.save(sections, [])
    names = {path.name.removeprefix(f"{page.stem}-") for path in plot(page.with_suffix(".json"))}
    assert names == {f"{name}.{kind}" for name in ("cold-start", "latency", "indexing") for kind in ("png", "svg")}


def test_the_readme_names_every_option_and_every_side() -> None:
    readme = (articles.PROJECT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    for option in (*main.params, *ranking_main.params, *reading_main.params):
        assert f"| `{option.opts[0]}" in readme
    for side in (*SIDES, *RANKED):
        assert side.name in readme


def test_ranking_is_measured_for_every_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laws = [
        articles.Text(f"l{number}", f"某省{name}条例 第一章", f"为了加强{name}管理，制定本条例。", None, None)
        for number, name in enumerate(("消防", "献血", "养犬", "绿化", "节水"))
    ]
    monkeypatch.setattr(tasks, "laws", lambda count: laws[:count])
    pages = [
        {
            "title": name,
            "paragraphs": [{"id": name, "context": f"{name}产茶叶。", "qas": [{"question": f"{name}产什么？"}]}],
        }
        for name in ("武夷山", "黄山", "洞庭湖", "西湖")
    ]
    questions = tmp_path / "questions.json"
    questions.write_text(json.dumps({"data": pages}), encoding="utf-8")
    section = ranking(Runner(tmp_path), SEED, questions, around=4, known=3)
    assert section.columns == [side.name for side in RANKED]
    assert [row.measure for row in section.rows[::3]] == [
        "questions, fitted half",
        "questions, other half",
        "questions, all",
        "three words of an article",
        "title of a law",
        "title of a newsletter's article",
    ]
    for row in section.rows:
        if row.measure != "three words of an article":  # these articles share most of their words
            assert all(row.values[side] == 1 for side in WENSOU), row


def test_without_questions_ranking_says_what_is_lacking(tmp_path: Path) -> None:
    absent = tmp_path / "absent.json"
    done = CliRunner().invoke(ranking_main, ["--questions", str(absent)])
    assert done.exit_code != 0
    assert str(absent) in done.output


def test_factors_say_by_how_much_wensou_is_better() -> None:
    time = {"wensou a": 10.0, "script": 40.0, "absent": None}
    assert compare("time", "ms", time)[1] == Row("· wensou a better by", "×", {"script": 4, "absent": None})
    assert compare("speed", "1/s", time, more=True)[1].values["script"] == 0.25
    assert len(compare("time", "ms", {"wensou a": 10.0})) == 1


def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    if not Path("/proc/self/smaps_rollup").exists():
        pytest.skip("without /proc one process alone can be told")
    holds = "import time; print(1); held = b'x' * 60_000_000; time.sleep(1)"
    twice = (
        "import subprocess, sys;"
        f"both = [subprocess.Popen([sys.executable, '-c', {holds!r}]) for _ in '12'];"
        "[one.wait() for one in both]"
    )
    runner = Runner(tmp_path)
    assert runner.measure(sys.executable, "-c", holds).peak < 110e6
    assert runner.measure(sys.executable, "-c", twice).peak > 120e6


def test_queries_are_the_same_for_a_seed_and_stand_in_the_articles() -> None:
    texts = list(articles.sample_texts())
    literals = draw_literals(texts, 50, SEED)
    assert literals == draw_literals(texts, 50, SEED)
    assert all(holding(literals, texts))
    for pair in draw_words(texts, 50, SEED):
        first, second = holding(pair.split(), texts)
        assert first & second


def test_recombined_articles_are_the_same_for_a_seed_and_of_the_originals_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(articles, "LAWS", Path("absent"))
    drawn, again = (articles.draw_articles(tmp_path / name, 2_000, SEED) for name in ("first", "second"))
    assert drawn.path.read_bytes() == again.path.read_bytes()
    assert [text.id for text in drawn] == [f"a{number}" for number in range(2_000)]
    originals = list(articles.sample_texts())
    mean = sum(len(text.title) + len(text.body) for text in originals) / len(originals)
    assert 0.8 < drawn.characters / drawn.count / mean < 1.2
    assert drawn.size == sum(len((text.title + text.body).encode()) for text in drawn)


@needs_laws
def test_articles_of_laws_are_the_first_ones_as_they_stand(tmp_path: Path) -> None:
    few, more = (articles.draw_articles(tmp_path / str(count), count, SEED) for count in (10, 20))
    assert [*few] == [*more][:10]
    assert few.kind == "articles of laws"
    assert set(json.loads(few.path.read_text(encoding="utf-8").splitlines()[0])) == {
        "id",
        "title",
        "body",
        "section",
        "date",
    }


def test_a_sample_is_of_the_articles_and_no_larger_than_they_are(tmp_path: Path) -> None:
    written = articles.write_articles(tmp_path / "few", "few", articles.sample_texts())
    assert set(written.sample(5, SEED)) < set(written)
    assert len(written.sample(10_000, SEED)) == written.count


def test_issues_are_the_same_for_a_seed_and_what_is_read_in_them_is_about_what_was_put_into_them() -> None:
    issues = list(made_issues(40, SEED))
    assert issues == list(made_issues(40, SEED))
    put = sum(issue.articles for issue in issues)
    documents = [split(read_bytes(issue.data, None), "issue") for issue in issues]
    found = [article for document in documents for article in document.articles]
    assert 20 < put / len(issues) < 24
    assert 0.95 < len(found) / put < 1.05
    assert 1_900 < sum(len(article.body.encode()) for article in found) / len(found) < 2_700


def test_each_way_to_set_an_issue_is_that_of_some_issues_and_not_of_all() -> None:
    texts = [decode(issue.data) for issue in made_issues(60, SEED)]
    assert {text.encoding for text in texts} == {"utf-8", "gb18030"}
    ways = (
        "目 录",
        "..... 3",
        "■ ",
        "【工作动态】",
        "一、工作动态",
        "●",
        "2.",
        "供稿",
        "文／",
        "本报讯",
        "— 1 —",
        "印发",
    )
    for way in ways:
        assert 0 < sum(way in text.text for text in texts) < len(texts), way


def test_every_share_of_reading_counts() -> None:
    section = reading(2, SEED)
    shares = [row.values["wensou"] for row in section.rows if "share" in row.measure]
    assert sum(share for share in shares if share) == pytest.approx(100)


def test_issues_are_indexed_from_text_and_from_ready_articles(tmp_path: Path) -> None:
    section = reading_indexing(Runner(tmp_path), 1, SEED, runs=1)
    assert section.columns == ["text files", "JSON Lines"]
    assert all(value for row in section.rows for value in row.values.values())
