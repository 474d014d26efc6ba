"""What an index holds, in a few lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from rich.filesize import decimal

from search.output.outline import counted
from search.output.safe import one_line

STALE: Final = "stale"
NEXT: Final = "next"  # a command to copy


class Line(NamedTuple):
    """A name and what stands beside it."""

    name: str
    text: str


def overview(status: Mapping[str, Any], path: str, command: str, now: datetime) -> Iterator[Line]:
    """The lines for a record of `wensou status`.

    `path` is the index as it is shown, `command` what brings it up to date, `now` a time with its zone, in which times
    are shown.
    """
    yield Line("index", one_line(path))
    held = f"{counted(status['articles'], 'article')} from {counted(status['files'], 'file')}"
    yield Line("holds", f"{held}, {counted(status['issues'], 'issue')}")
    if status["first_date"]:
        yield Line("dates", f"{status['first_date']} to {status['last_date']}")
    yield Line("size", f"{decimal(status['bytes_of_text'])} of text, {decimal(status['bytes_on_disk'])} on disk")
    words = f", {counted(status['user_words'], 'word')} of your own" if status["user_words"] else ""
    yield Line("engine", one_line(f"{status['engine']}{words}"))
    yield Line("made", one_line(f"{_when(status['created'], now)}, by {status['made_by']}"))
    yield from _freshness(status, command)


def _freshness(status: Mapping[str, Any], command: str) -> Iterator[Line]:
    """Whether the files are as they were when they were indexed, and what to type if they are not."""
    changed, vanished = status["changed_files"], status["vanished_files"]
    if not changed and not vanished:
        yield Line("fresh", "no indexed file has changed since")
        return
    parts = [f"{counted(changed, 'file')} changed"] if changed else []
    parts += [f"{counted(vanished, 'file')} vanished"] if vanished else []
    yield Line(STALE, f"{', '.join(parts)} since")
    yield Line(NEXT, one_line(command))


def _when(written: str, now: datetime) -> str:
    """How many days ago something was, and the time."""
    time = datetime.fromisoformat(written).astimezone(now.tzinfo)
    days = (now.date() - time.date()).days
    ago = "today" if days <= 0 else f"{counted(days, 'day')} ago"
    return f"{ago} ({time:%Y-%m-%d %H:%M})"
