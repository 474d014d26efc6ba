"""A progress bar on standard error, for people who watch."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Final

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Column

from corpus.language import tr
from search.ingest import Progress as Told
from search.ingest import Reached
from search.output.safe import one_line
from search.output.terminal import console

# Cells of the bar, and how wide a terminal must be for a long one: files, time and part of a name stand beside it.
_BAR: Final = 20
_SHORT_BAR: Final = 5
_WIDE: Final = 72


@contextmanager
def progress() -> Iterator[Told]:
    """Draws the progress that it is told of, and takes the bar away at the end: how much is read, how many files of how
    many, how long it will take, and which file was the last.
    """
    screen = console(sys.stderr)
    whole, name = Column(no_wrap=True), Column(no_wrap=True, overflow="ellipsis", ratio=1)
    columns = (
        BarColumn(bar_width=_BAR if screen.width >= _WIDE else _SHORT_BAR, table_column=whole),
        TaskProgressColumn(table_column=whole),
        TextColumn("{task.fields[files]}", markup=False, table_column=whole),
        TimeRemainingColumn(compact=True, table_column=whole),
        TextColumn("{task.description}", markup=False, table_column=name),
    )
    with Progress(*columns, console=screen, transient=True, expand=True) as bar:
        task = bar.add_task(tr("looking at the files"), total=None, files="")

        def told(reached: Reached) -> None:
            bar.update(
                task,
                completed=reached.bytes,
                total=reached.all_bytes,
                files=f"{reached.files:,}/{reached.all_files:,}",
                description=tr("writing") if reached.path is None else one_line(PurePath(reached.path).name),
            )

        yield told
