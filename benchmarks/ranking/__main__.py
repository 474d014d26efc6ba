"""`python -m benchmarks.ranking`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import click

from benchmarks.processes import Runner
from benchmarks.ranking.table import lacking, ranking
from benchmarks.ranking.tasks import KNOWN, LAWS_AROUND, QUESTIONS
from benchmarks.report import draw, machine, save, wide_console

# Weights were fitted on queries that other seeds drew.
SEED: Final = 20_240_302


@click.command()
@click.option(
    "--questions", type=click.Path(path_type=Path), default=QUESTIONS, help="CMRC 2018's questions and paragraphs."
)
@click.option(
    "--around", type=click.IntRange(1), default=LAWS_AROUND, show_default=True, help="Articles of laws around them."
)
@click.option(
    "--known", type=click.IntRange(1), default=KNOWN, show_default=True, help="Articles of laws to be found again."
)
@click.option("--save", "keep", is_flag=True, help="Keep the table in benchmarks/results/.")
def main(questions: Path, around: int, known: int, keep: bool) -> None:
    """Measure how well wensou ranks, beside scripts that rank the same articles."""
    if absent := lacking(questions):
        raise click.ClickException(f"ranking is not measured: {absent} is not at hand")
    console = wide_console()
    with tempfile.TemporaryDirectory() as scratch:
        section = ranking(Runner(Path(scratch)), SEED, questions, around, known)
    draw(section, console)
    notes = [machine(), f"`python -m benchmarks.ranking --around {around} --known {known}`, seed {SEED}"]
    if keep:
        console.print(f"saved {save([section], notes, '-ranking').name}")


if __name__ == "__main__":
    main()
