"""The benchmarks run, at a tiny scale; what they say of time is nobody's business here."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks import articles, report
from benchmarks.__main__ import SEED, measure
from benchmarks.processes import Runner
from benchmarks.queries import Judge, draw_literals, draw_words
from benchmarks.report import Row, Section
from index import Index


@pytest.fixture(scope="module")
def sections(tmp_path_factory: pytest.TempPathFactory) -> list[Section]:
    """A run over a few articles made of the samples, with or without any others at hand."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(articles, "LAWS", Path("absent"))
        return measure(Runner(tmp_path_factory.mktemp("benchmarks")), articles=30, runs=1, queries=20)


def row(sections: list[Section], start: str) -> Row:
    """The only row whose measure begins so."""
    (found,) = [row for section in sections for row in section.rows if row.measure.startswith(start)]
    return found


def test_every_section_has_its_rows(sections: list[Section]) -> None:
    assert [(section.title, len(section.rows)) for section in sections] == [
        ("Cold start", 6),
        ("Indexing", 5),
        ("Query latency", 8),
        ("Completeness", 6),
    ]
    assert all(row.wensou is not None and row.wensou >= 0 for section in sections for row in section.rows)


def test_wensou_finds_every_literal_and_nothing_else(sections: list[Section]) -> None:
    found, wrong = row(sections, "matches found, quoted"), row(sections, "matches that are none, quoted")
    assert found.wensou == row(sections, "literals found everywhere, quoted").wensou == 100
    assert wrong.wensou == 0
    assert found.usual is not None
    assert found.usual < 100


def test_the_table_and_the_page_show_every_row(sections: list[Section]) -> None:
    console = Console(width=130, file=StringIO())
    report.draw(sections, console)
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    page = report.markdown(sections, ["a note"])
    for section in sections:
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


def test_ratios_say_by_how_much_wensou_is_better() -> None:
    assert Row("time", "ms", 10, 40).better == 4
    assert Row("speed", "articles/s", 10, 40, more_is_better=True).better == 0.25
    assert Row("time", "ms", 10).better is None


def test_queries_are_the_same_for_a_seed_and_stand_in_the_articles(samples_index: Index) -> None:
    texts = articles.sample_texts()
    literals = draw_literals(texts, 50, SEED)
    assert literals == draw_literals(texts, 50, SEED)
    judge = Judge(texts)
    assert all(judge.holding(literal) for literal in literals)
    for pair in draw_words(texts, samples_index.dictionary.segmenter, 50, SEED):
        first, second = pair.split()
        assert judge.holding(first) & judge.holding(second)
