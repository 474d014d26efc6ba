"""Who is measured: wensou with each of its engines, and the peers. A new one is a line in `SIDES`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from benchmarks.articles import PROJECT
from benchmarks.opened import Open, Ripgrep, RjiebaTantivy, SqliteFts5, UsualScript, Wensou
from benchmarks.peers import ripgrep

WENSOU: Final = (sys.executable, "-m", "wensou")
Command: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A program that indexes and searches.

    `index` gives the command that reads JSON Lines and writes a directory, `search` the command that shows the ten best
    results of a query, and `open` opens the directory within one process. `slow` ones are spared large files;
    `program` is what must be installed besides the Python packages; `ours` is wensou.
    """

    name: str
    index: Callable[[Path, Path], Command]
    search: Callable[[Path, str], Command]
    open: Callable[[Path], Open]
    ours: bool = False
    slow: bool = False
    program: str | None = None

    @property
    def missing(self) -> bool:
        """Whether it cannot be measured here."""
        return self.program is not None and shutil.which(self.program) is None

    @property
    def heading(self) -> str:
        """The heading of its column."""
        return f"{self.name} (not installed)" if self.missing else self.name


def _wensou(engine: str, *, slow: bool) -> Side:
    return Side(
        f"wensou {engine}",
        lambda articles, directory: (*WENSOU, "index", str(articles), "--engine", engine, "--index", str(directory)),
        lambda directory, query: (*WENSOU, "search", "--index", str(directory), "--format", "jsonl", query),
        Wensou,
        ours=True,
        slow=slow,
    )


def _script(name: str, *options: str) -> tuple[Callable[[Path, Path], Command], Callable[[Path, str], Command]]:
    """The commands of a script in `peers/`."""
    program = (sys.executable, str(PROJECT / "benchmarks" / "peers" / f"{name}.py"))
    return (
        lambda articles, directory: (*program, "index", str(articles), str(directory), *options),
        lambda directory, query: (*program, "search", str(directory), query, *options),
    )


WHOOSH: Final = _wensou("whoosh", slow=True)
TANTIVY: Final = _wensou("tantivy", slow=False)
USUAL_SCRIPT: Final = Side("usual script", *_script("usual_script"), UsualScript, slow=True)
RJIEBA_TANTIVY: Final = Side("rjieba + tantivy", *_script("rjieba_tantivy"), RjiebaTantivy)
WITH_BIGRAMS: Final = Side(
    "words + bigrams", *_script("rjieba_tantivy", "--bigrams"), partial(RjiebaTantivy, bigrams=True)
)
SQLITE_FTS5: Final = Side("SQLite FTS5", *_script("sqlite_fts5"), SqliteFts5)
RIPGREP: Final = Side("ripgrep", _script("ripgrep")[0], ripgrep.command, Ripgrep, program="rg")
# Those of the tables of time, size and completeness; benchmarks.ranking has its own.
SIDES: Final = (WHOOSH, TANTIVY, USUAL_SCRIPT, RJIEBA_TANTIVY, SQLITE_FTS5, RIPGREP)


def contestants(*, slow: bool) -> Sequence[Side]:
    """The sides, without the slow ones unless they are asked for; some may be missing."""
    return [side for side in SIDES if slow or not side.slow]
