"""`python -m benchmarks.reading`: how fast newsletters are read and split, and what that adds to indexing them."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

from benchmarks.issues import made_issues
from benchmarks.processes import Runner, Taken
from benchmarks.report import Row, Section, draw, machine, save, wide_console
from benchmarks.sides import TANTIVY
from corpus import Article, Document, read
from corpus.identity import with_ids
from corpus.layout import split
from corpus.readers.text import read_bytes
from corpus.regions import gazetteer

SEED: Final = 20_240_303


def reading(count: int, seed: int) -> Section:
    """Megabytes a second, and where the time goes, for `count` made issues; and how many of the articles that were put
    into them are found.
    """
    made = list(made_issues(count, seed))
    issues = [issue.data for issue in made]
    megabytes = sum(map(len, issues)) / 1e6
    read_bytes(issues[0], None)
    split(read_bytes(issues[0], None), "warm")  # the tables of regions are loaded before the clock runs
    decoding = _seconds(lambda: [read_bytes(data, None) for data in issues])
    documents: list[Document] = []
    whole = _seconds(lambda: documents.extend(split(read_bytes(data, None), "issue") for data in issues))
    regions = _seconds(lambda: [_regions(d) for d in documents])
    ids = _seconds(lambda: [_ids(d) for d in documents])
    articles = sum(len(d.articles) for d in documents)
    shares = {
        "decoding": decoding,
        "layout": whole - decoding - regions - ids,
        "regions": regions,
        "ids": ids,
    }
    rows = [
        Row("text", "MB/s", {"wensou": megabytes / whole}),
        Row("articles", "1/s", {"wensou": articles / whole}),
        Row("articles found, to those made", "%", {"wensou": 100 * articles / sum(issue.articles for issue in made)}),
        *(Row(f"· share of {name}", "%", {"wensou": 100 * part / whole}) for name, part in shares.items()),
    ]
    measured = f"{count:,} issues, {megabytes:.1f} MB, {articles:,} articles, one process, processor time"
    return Section("Reading", measured, tuple(rows))


def indexing(runner: Runner, count: int, seed: int, runs: int) -> Section:
    """What it takes to index `count` issues from text files, beside the same articles as JSON Lines: by Tantivy, in two
    processes, the median of `runs`, in turn.
    """
    issues, ready = runner.scratch / "issues", runner.scratch / "ready.jsonl"
    issues.mkdir()
    articles = 0
    with ready.open("w", encoding="utf-8") as stream:
        for number, issue in enumerate(made_issues(count, seed)):
            path = issues / f"{number:05}.txt"
            path.write_bytes(issue.data)
            for article in read(path).articles:
                stream.write(json.dumps(_record(article), ensure_ascii=False) + "\n")
                articles += 1
    taken: dict[str, list[Taken]] = {"text files": [], "JSON Lines": []}
    for run in range(runs):
        for path, all_runs in zip((issues, ready), taken.values(), strict=True):
            all_runs.append(runner.time(*TANTIVY.index(path, runner.scratch / f"{path.stem}{run}"), "--jobs", "2"))
    rows = []
    for measure, name in (("processor time", "processor"), ("time", "clock")):
        times = {what: statistics.median(getattr(each, name) for each in all_runs) for what, all_runs in taken.items()}
        rows.append(Row(measure, "s", times))
        rows.append(Row("· text files take", "×", {"text files": times["text files"] / times["JSON Lines"]}))
    measured = f"{count:,} issues, {articles:,} articles, Tantivy, --jobs 2, whole processes, median of {runs} runs"
    return Section("From files to an index", measured, tuple(rows))


def _record(article: Article) -> dict[str, object]:
    """An article as whoever has it ready would write it."""
    issue = article.issue
    return {
        "title": article.title,
        "section": article.section,
        "unit": article.unit,
        "author": article.author,
        "date": article.date,
        "body": article.body,
        "issue": {"title": issue.title, "number": issue.number, "date": issue.date, "publisher": issue.publisher},
    }


def _regions(document: Document) -> list[tuple[str, ...]]:
    places, publisher = gazetteer(), document.issue.publisher
    return [
        places.article_regions(
            unit=a.unit, title=None if a.untitled else a.title, head=a.body[:200], publisher=publisher
        )
        for a in document.articles
    ]


def _ids(document: Document) -> tuple[str, ...]:
    return tuple(article.id for article in with_ids(document.articles))


def _seconds(work: Callable[[], object]) -> float:
    # Processor time, for others may use the machine.
    start = time.process_time()
    work()
    return time.process_time() - start


@click.command()
@click.option("--issues", type=click.IntRange(1), default=1_000, show_default=True, help="Issues to read.")
@click.option("--runs", type=click.IntRange(0), default=3, show_default=True, help="Runs of indexing; 0 for none.")
@click.option("--save", "keep", is_flag=True, help="Keep the tables in benchmarks/results/.")
def main(issues: int, runs: int, keep: bool) -> None:
    """Measure how fast newsletters are read and split into articles, and what that adds to indexing them."""
    console = wide_console()
    sections = [reading(issues, SEED)]
    draw(sections[0], console)
    if runs:
        with tempfile.TemporaryDirectory() as scratch:
            sections.append(indexing(Runner(Path(scratch)), issues, SEED, runs))
        draw(sections[1], console)
    if keep:
        notes = [machine(), f"`python -m benchmarks.reading --issues {issues} --runs {runs}`, seed {SEED}"]
        console.print(f"saved {save(sections, notes, '-reading').name}")


if __name__ == "__main__":
    main()
