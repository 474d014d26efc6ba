"""Who is measured: wensou with each of its engines, and the peers. A new one is a line in `SIDES`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Final, TypeAlias

from benchmarks.articles import PROJECT
from benchmarks.opened import (
    Bm25s,
    Open,
    Program,
    RjiebaTantivy,
    SqliteFts5,
    UsualScript,
    Wensou,
    Xapian,
    filed,
    numbered,
)
from benchmarks.peers import folders, ripgrep

# Where Debian has modules for its own Python.
_DEBIAN: Final = "/usr/lib/python3/dist-packages"
WENSOU: Final = (sys.executable, "-m", "wensou")
Command: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A program that indexes and searches.

    `index` gives the command that reads JSON Lines and writes a directory, `search` the command that shows the ten best
    results of a query, and `open` opens the directory within one process. `slow` ones are spared large files;
    `program` is a program and `module` a Python module that must be there besides wensou's own packages. `ours` is
    wensou; what `spawns` is a process for each query.
    """

    name: str
    index: Callable[[Path, Path], Command]
    search: Callable[[Path, str], Command]
    open: Callable[[Path], Open]
    ours: bool = False
    slow: bool = False
    program: str | None = None
    module: str | None = None
    spawns: bool = False

    @property
    def missing(self) -> bool:
        """Whether it cannot be measured here."""
        no_program = self.program is not None and shutil.which(self.program) is None
        return no_program or (self.module is not None and not PathFinder.find_spec(self.module, [*sys.path, _DEBIAN]))

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


def _folder(name: str, command: Callable[..., Command], *, program: str | None = None) -> Side:
    """A command that indexes a folder of files (`peers/folders.py`): so many files take long."""
    script = (sys.executable, str(PROJECT / "benchmarks" / "peers" / "folders.py"))
    return Side(
        name,
        lambda articles, directory: (*script, "index", name.split(maxsplit=1)[0], str(articles), str(directory)),
        command,
        partial(Program, command=command, name=filed),
        slow=True,
        program=program,
        spawns=True,
    )


WHOOSH: Final = _wensou("whoosh", slow=True)
TANTIVY: Final = _wensou("tantivy", slow=False)
USUAL_SCRIPT: Final = Side("usual script", *_script("usual_script"), UsualScript, slow=True)
RJIEBA_TANTIVY: Final = Side("rjieba + tantivy", *_script("rjieba_tantivy"), RjiebaTantivy)
WITH_BIGRAMS: Final = Side(
    "words + bigrams", *_script("rjieba_tantivy", "--bigrams"), partial(RjiebaTantivy, bigrams=True)
)
SQLITE_FTS5: Final = Side("SQLite FTS5", *_script("sqlite_fts5"), SqliteFts5)
RIPGREP: Final = Side(
    "ripgrep",
    _script("ripgrep")[0],
    ripgrep.command,
    partial(Program, command=ripgrep.command, name=numbered),
    program="rg",
    spawns=True,
)
XAPIAN: Final = Side("Xapian n-grams", *_script("xapian_ngrams"), Xapian, slow=True, module="xapian")
BM25S: Final = Side("bm25s + jieba", *_script("bm25s_jieba"), Bm25s, slow=True, module="bm25s")
RECOLL: Final = _folder("recoll", folders.recoll_command, program="recollindex")
WHOOSH_COMMAND: Final = _folder("whoosh command", folders.whoosh_command)
# Those of the tables of time, size and completeness; benchmarks.ranking has its own.
SIDES: Final = (
    WHOOSH, TANTIVY, USUAL_SCRIPT, RJIEBA_TANTIVY, SQLITE_FTS5, XAPIAN, RECOLL, BM25S, WHOOSH_COMMAND, RIPGREP,
)  # fmt: skip


def contestants(*, slow: bool) -> Sequence[Side]:
    """The sides, without the slow ones unless they are asked for; some may be missing."""
    return [side for side in SIDES if slow or not side.slow]
