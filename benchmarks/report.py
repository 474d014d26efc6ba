"""The tables of a run, and how they are kept."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

_WIDTH: Final = 190
RESULTS: Final = Path(__file__).resolve().parent / "results"
_LIBRARIES: Final = (
    "wensou", "click", "rich", "whoosh3", "tantivy", "jieba", "rjieba", "marisa-trie", "setuptools", "bm25s",
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
    """Rows that belong together, and what was measured; `curves` are for plots: by measure and column, the values at
    the percentiles 0 to 100.
    """

    title: str
    measured: str
    rows: tuple[Row, ...]
    curves: Mapping[str, Mapping[str, Sequence[float]]] = field(default_factory=dict)

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


class Record:
    """The results of a day, in `results/DATE.md` and, for programs, in `results/DATE.json`.

    They are kept section by section as they come, so that a run that is ended leaves what it has measured; a section
    that is measured again takes the place of the former one. `suffix` follows the date in both names.
    """

    def __init__(self, suffix: str = "") -> None:
        self.page = RESULTS / f"{date.today().isoformat()}{suffix}.md"
        self._sections: dict[str, dict[str, Any]] = {}
        with suppress(FileNotFoundError):
            kept = json.loads(self.page.with_suffix(".json").read_text(encoding="utf-8"))
            self._sections = {section["title"]: section for section in kept["sections"]}

    def keep(self, section: Section, notes: Sequence[str]) -> None:
        """Keeps a section, with what a reader has to know of the run that it is from."""
        self._sections[section.title] = {**asdict(section), "notes": list(notes)}
        RESULTS.mkdir(exist_ok=True)
        self.page.write_text(markdown(self._sections.values()), encoding="utf-8")
        record = {"sections": list(self._sections.values())}
        data = self.page.with_suffix(".json")
        data.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def save(sections: Sequence[Section], notes: Sequence[str], suffix: str = "") -> Path:
    """Keeps a whole run; returns the page."""
    record = Record(suffix)
    for section in sections:
        record.keep(section, notes)
    return record.page


def markdown(sections: Iterable[Mapping[str, Any]]) -> str:
    """Sections, as `Record` keeps them, as a page. Notes that all share stand above them, others below their titles."""
    kept = list(sections)
    shared = [note for note in kept[0]["notes"] if all(note in section["notes"] for section in kept)]
    lines = [f"# Benchmarks of {date.today().isoformat()}", "", *(f"- {note}" for note in shared)]
    for section in kept:
        rows = tuple(Row(**row) for row in section["rows"])
        head, *cells = Section(section["title"], section["measured"], rows).table()
        own = [f"- {note}" for note in section["notes"] if note not in shared]
        lines += ["", f"## {section['title']}", "", *own, *([""] if own else []), f"{section['measured']}.", ""]
        lines += map(_line, [head, ("---", "---", *["---:"] * (len(head) - 2)), *cells])
    return "\n".join(lines) + "\n"


def machine() -> str:
    """What the numbers depend on, in a line."""
    libraries = ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs, {python}; {libraries}"


def state() -> str:
    """Which state of wensou is measured, as git names it."""
    command = ["git", "-C", str(RESULTS.parent), "describe", "--always", "--dirty"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return f"wensou at {done.stdout.strip()}" if done.returncode == 0 else "wensou outside of git"


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
