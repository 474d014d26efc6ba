"""A progress bar on standard error, for people who watch."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column

from search.ingest import Progress as Told
from search.output.safe import one_line
from search.output.terminal import console


@contextmanager
def progress() -> Iterator[Told]:
    """Draws the progress that it is told of, and takes the bar away at the end."""
    whole = Column(no_wrap=True)
    columns = (
        BarColumn(bar_width=20, table_column=whole),
        DownloadColumn(table_column=whole),
        TimeRemainingColumn(table_column=whole),
        TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis")),
    )
    with Progress(*columns, console=console(sys.stderr), transient=True) as bar:
        task = bar.add_task("", total=None)

        def told(done: int, total: int, path: str) -> None:
            bar.update(task, completed=done, total=total, description=one_line(path))

        yield told
