"""The table of a run, and how it is kept."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

RESULTS: Final = Path(__file__).resolve().parent / "results"
HEADINGS: Final = ("measure", "unit", "wensou", "usual script", "wensou / base", "wensou better by")
_LIBRARIES: Final = ("wensou", "click", "rich", "whoosh3", "jieba", "rjieba", "marisa-trie", "setuptools")


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of both sides in the same `unit`; None where a side has none.

    `base` is what an empty program of the kind takes, in the same unit. Where `more_is_better`, as with a speed,
    wensou is better by its value through the script's, else by the script's through its own.
    """

    measure: str
    unit: str
    wensou: float | None
    usual: float | None = None
    base: float | None = None
    more_is_better: bool = False

    @property
    def better(self) -> float | None:
        """By what factor wensou is better than the usual script; below 1, worse."""
        if not self.wensou or not self.usual:
            return None
        return self.wensou / self.usual if self.more_is_better else self.usual / self.wensou

    def cells(self) -> tuple[str, ...]:
        """What the table shows, under `HEADINGS`."""
        over_base = self.wensou / self.base if self.wensou and self.base else None
        return (
            self.measure, self.unit, _number(self.wensou), _number(self.usual), _ratio(over_base), _ratio(self.better),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together, and what was measured."""

    title: str
    measured: str
    rows: tuple[Row, ...]


def draw(sections: Sequence[Section], console: Console) -> None:
    """Prints the sections as one table, and below it what was measured."""
    table = Table(*HEADINGS, box=None, pad_edge=False, header_style="bold")
    table.columns[0].no_wrap = True
    for column in table.columns[2:]:
        column.justify = "right"
    for section in sections:
        table.add_row()
        table.add_row(f"[bold]{section.title}[/bold]")
        for row in section.rows:
            table.add_row(*row.cells())
    console.print(table)
    console.print()
    for section in sections:
        console.print(f"{section.title}: {section.measured}.", markup=False, highlight=False)


def markdown(sections: Sequence[Section], notes: Sequence[str]) -> str:
    """The sections and notes as a page."""
    lines = [f"# Benchmarks of {date.today().isoformat()}", ""]
    lines += [f"- {note}" for note in notes]
    for section in sections:
        lines += [
            "",
            f"## {section.title}",
            "",
            f"{section.measured}.",
            "",
            _line(HEADINGS),
            _line(("---", "---", *["---:"] * 4)),
        ]
        lines += [_line(row.cells()) for row in section.rows]
    return "\n".join(lines) + "\n"


def save(sections: Sequence[Section], notes: Sequence[str]) -> Path:
    """Keeps a run as `results/DATE.md` and, for programs, `results/DATE.json`; returns the page."""
    RESULTS.mkdir(exist_ok=True)
    page = RESULTS / f"{date.today().isoformat()}.md"
    page.write_text(markdown(sections, notes), encoding="utf-8")
    record = {"notes": list(notes), "sections": [asdict(section) for section in sections]}
    page.with_suffix(".json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return page


def machine() -> str:
    """What the numbers depend on, in a line."""
    libraries = ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs, {python}; {libraries}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.3g} ×"
