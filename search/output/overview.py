"""What an index holds, in a few lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from rich.filesize import decimal

from corpus.language import later, tr, trn
from search.output.safe import one_line
from search.output.words import articles, files

STALE: Final = later("stale")
NEXT: Final = later("next")  # a command to copy


class Line(NamedTuple):
    """A name and what stands beside it."""

    name: str
    text: str


def overview(status: Mapping[str, Any], path: str, command: str, now: datetime) -> Iterator[Line]:
    """The lines for a record of `wensou status`.

    `path` is the index as it is shown, `command` what brings it up to date, `now` a time with its zone, in which times
    are shown.
    """
    yield Line(tr("index"), one_line(path))
    issues = trn("{count:,} issue", "{count:,} issues", status["issues"])
    held = tr(
        "{articles} from {files}, {issues}",
        articles=articles(status["articles"]),
        files=files(status["files"]),
        issues=issues,
    )
    yield Line(tr("holds"), held)
    if status["first_date"]:
        yield Line(tr("dates"), tr("{first} to {last}", first=status["first_date"], last=status["last_date"]))
    text, disk = decimal(status["bytes_of_text"]), decimal(status["bytes_on_disk"])
    yield Line(tr("size"), tr("{text} of text, {disk} on disk", text=text, disk=disk))
    own = status["user_words"]
    words = trn(", {count:,} word of your own", ", {count:,} words of your own", own) if own else ""
    yield Line(tr("engine"), one_line(status["engine"] + words))
    made = tr("{when}, by {program}", when=_when(status["created"], now), program=status["made_by"])
    yield Line(tr("made"), one_line(made))
    yield from _freshness(status, command)


def _freshness(status: Mapping[str, Any], command: str) -> Iterator[Line]:
    """Whether the files are as they were when they were indexed, and what to type if they are not."""
    changed, vanished = status["changed_files"], status["vanished_files"]
    if not changed and not vanished:
        yield Line(tr("fresh"), tr("no indexed file has changed since"))
        return
    parts = [trn("{count:,} file changed", "{count:,} files changed", changed)] if changed else []
    parts += [trn("{count:,} file vanished", "{count:,} files vanished", vanished)] if vanished else []
    yield Line(tr(STALE), tr("{changes} since", changes=tr(", ").join(parts)))
    yield Line(tr(NEXT), one_line(command))


def _when(written: str, now: datetime) -> str:
    """How many days ago something was, and the time."""
    time = datetime.fromisoformat(written).astimezone(now.tzinfo)
    days = (now.date() - time.date()).days
    ago = tr("today") if days <= 0 else trn("{count:,} day ago", "{count:,} days ago", days)
    return tr("{ago} ({time:%Y-%m-%d %H:%M})", ago=ago, time=time)
