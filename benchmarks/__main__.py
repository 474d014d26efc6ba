"""`python -m benchmarks`."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from benchmarks.articles import LAW_ARTICLES
from benchmarks.growth import SIZES
from benchmarks.parts import PARTS, SEED, Scale
from benchmarks.processes import Runner
from benchmarks.ranking.table import lacking
from benchmarks.report import Record, draw, machine, state, wide_console


def notes(scale: Scale) -> list[str]:
    """What a reader of the tables has to know."""
    options = f"--articles {scale.articles} --whoosh-articles {scale.whoosh_articles} --growth {scale.growth}"
    jobs = f" --jobs {scale.jobs}" if scale.jobs else ""
    ranked = " --ranking" if scale.ranking else ""
    absent = [f"Ranking is not measured: {lacking()} is not at hand."] if scale.ranking and lacking() else []
    return [
        machine(),
        f"`python -m benchmarks {options} --runs {scale.runs}{jobs}{ranked}`, seed {SEED}, {state()}",
        "The peers are the scripts in benchmarks/peers/. wensou is better by a factor above 1, worse below.",
        f"What is built on Whoosh, and what else is for few articles, is measured on at most the first "
        f"{scale.whoosh_articles:,}.",
        "Times compare within one run alone.",
        *absent,
    ]


@click.command()
@click.option(
    "--only", "parts", type=click.Choice(list(PARTS)), multiple=True, help="Measure this part alone. Repeatable."
)
@click.option(
    "--articles", type=click.IntRange(1_000, LAW_ARTICLES), default=LAW_ARTICLES, show_default=True,
    help="Articles to index.",
)  # fmt: skip
@click.option(
    "--whoosh-articles", type=click.IntRange(1_000), default=10_000, show_default=True,
    help="Articles at most for what is built on Whoosh.",
)  # fmt: skip
@click.option(
    "--growth", type=click.IntRange(0, SIZES[-1]), default=LAW_ARTICLES, show_default=True,
    help="Articles at most to show growth with; 1000000 takes minutes and some GB of disk, 0 shows none.",
)  # fmt: skip
@click.option("--runs", type=click.IntRange(1), default=15, show_default=True, help="Processes of each kind.")
@click.option("--jobs", type=click.IntRange(1), help="wensou's processes for indexing. [default: its own]")
@click.option("--ranking", is_flag=True, help="Measure ranking too, as python -m benchmarks.ranking does.")
@click.option("--save", "keep", is_flag=True, help="Keep tables and plots in benchmarks/results/, part by part.")
def main(
    parts: tuple[str, ...],
    articles: int,
    whoosh_articles: int,
    growth: int,
    runs: int,
    jobs: int | None,
    ranking: bool,
    keep: bool,
) -> None:
    """Measure wensou beside scripts that do a part of the same work."""
    scale = Scale(articles, whoosh_articles, growth, runs, jobs=jobs, ranking=ranking)
    console = wide_console()
    record = Record() if keep else None
    failed = []
    with tempfile.TemporaryDirectory() as scratch:
        runner = Runner(Path(scratch))
        for name in parts or PARTS:
            try:
                for section in PARTS[name](runner, scale):
                    draw(section, console)
                    if record:
                        record.keep(section, notes(scale))
            except RuntimeError as fault:  # the other parts can be measured
                console.print(f"{name}: {fault}", markup=False, highlight=False)
                failed.append(name)
    for note in notes(scale):
        console.print(note, markup=False, highlight=False)
    if record:
        console.print(f"saved {record.page.name}")
        try:
            from benchmarks.plots import plot
        except ModuleNotFoundError as fault:
            raise click.ClickException(f"no plots are drawn ({fault}); install 'wensou[bench]'") from fault
        for path in plot(record.page.with_suffix(".json")):
            console.print(f"saved {path.name}")
    if failed:
        raise click.ClickException(f"not measured: {', '.join(failed)}")


if __name__ == "__main__":
    main()
