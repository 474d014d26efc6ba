"""The tables of a run, and how they are kept."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

_WIDTH: Final = 150
RESULTS: Final = Path(__file__).resolve().parent / "results"
_LIBRARIES: Final = (
    "wensou", "click", "rich", "whoosh3", "tantivy", "jieba", "rjieba", "marisa-trie", "setuptools",
)  # fmt: skip
_OURS: Final = "wensou "


@dataclass(frozen=True, slots=True)
class Row:
    """One measure in a `unit`, by column; None where there is none."""

    measure: str
    unit: str
    values: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together, and what was measured."""

    title: str
    measured: str
    rows: tuple[Row, ...]

    @property
    def columns(self) -> list[str]:
        """The headings of values, in the order in which the rows first have them."""
        return list(dict.fromkeys(name for row in self.rows for name in row.values))

    def table(self) -> list[tuple[str, ...]]:
        """The headings, then the cells of each row."""
        columns = self.columns
        cells = [(row.measure, row.unit, *(_number(row.values.get(name)) for name in columns)) for row in self.rows]
        return [("measure", "unit", *columns), *cells]


def compare(measure: str, unit: str, values: Mapping[str, float | None], *, more: bool = False) -> list[Row]:
    """A measure of several sides, and for each of wensou's engines the factors by which it is better than others.

    Below 1 it is worse. Where `more` is better, as with a speed, the factor is its value through theirs, else theirs
    through its own.
    """
    rows = [Row(measure, unit, values)]
    for ours in (name for name in values if name.startswith(_OURS)):
        factors = {name: factor(values[ours], value, more=more) for name, value in values.items() if name != ours}
        if any(factors.values()):
            rows.append(Row(f"· {ours} better by", "×", factors))
    return rows


def factor(ours: float | None, theirs: float | None, *, more: bool = False) -> float | None:
    """By what factor ours is better than theirs; None where either is none or nothing."""
    if not ours or not theirs:
        return None
    return ours / theirs if more else theirs / ours


def wide_console() -> Console:
    """Where tables are printed: as wide as the terminal, and in a pipe, which says nothing of width, wide enough."""
    console = Console()
    if not console.is_terminal:
        console.width = _WIDTH
    return console


def draw(section: Section, console: Console) -> None:
    """Prints a section as a table, and what was measured."""
    head, *rows = section.table()
    table = Table(*head, box=None, pad_edge=False, header_style="bold")
    table.columns[0].no_wrap = True
    for column in table.columns[2:]:
        column.justify = "right"
    for row in rows:
        table.add_row(*row, style="dim" if row[1] == "×" else None)
    console.print(section.title, style="bold", markup=False, highlight=False)
    console.print(f"{section.measured}.", markup=False, highlight=False)
    console.print(table)
    console.print()


def markdown(sections: Sequence[Section], notes: Sequence[str]) -> str:
    """The sections and notes as a page."""
    lines = [f"# Benchmarks of {date.today().isoformat()}", ""]
    lines += [f"- {note}" for note in notes]
    for section in sections:
        head, *rows = section.table()
        lines += ["", f"## {section.title}", "", f"{section.measured}.", ""]
        lines += map(_line, [head, ("---", "---", *["---:"] * (len(head) - 2)), *rows])
    return "\n".join(lines) + "\n"


def save(sections: Sequence[Section], notes: Sequence[str], suffix: str = "") -> Path:
    """Keeps a run as `results/DATE.md` and, for programs, `results/DATE.json`; returns the page.

    `suffix` follows the date in both names.
    """
    RESULTS.mkdir(exist_ok=True)
    page = RESULTS / f"{date.today().isoformat()}{suffix}.md"
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
