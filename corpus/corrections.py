"""Splits that a person corrected: `FILE.articles.jsonl` beside FILE stands for it.

The file is one of ready articles. Its first line, of kind `issue`, tells besides what the issue is: which file it
corrects, the digest of that file when it was split (`original`), and the digest of what was written (`written`), by
which it shows whether anyone has edited it. Lines of kind `remainder` keep what belongs to no article.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from shlex import quote
from stat import S_ISREG
from typing import Any, Final, NamedTuple

from corpus.errors import CorpusError
from corpus.kinds import READY
from corpus.language import tr
from corpus.opening import naming
from corpus.readers import load
from corpus.records import Article, Document, Issue, Remainder

SUFFIX: Final = ".articles.jsonl"
# Keys of the first line.
ORIGINAL: Final = "original"
WRITTEN: Final = "written"

_FIRST: Final = (1, 1)


def side_file(path: str | os.PathLike[str]) -> Path:
    """The file that stands for `path` if it exists."""
    path = Path(path)
    return path.with_name(path.name + SUFFIX)


def original(path: str | os.PathLike[str]) -> Path:
    """The file that `path` stands for, which is there; else `path` itself.

    Without its original, a corrected split is a file of ready articles as any other.
    """
    path = path if isinstance(path, Path) else Path(path)
    if not path.name.endswith(SUFFIX):
        return path
    name = path.name.removesuffix(SUFFIX)
    if not name or Path(name).suffix.lower() in READY:
        return path
    meant = path.with_name(name)
    return meant if meant.is_file() else path


def has_side_file(path: str | os.PathLike[str]) -> bool:
    """Whether another file stands for this one. A link does not: it could bring in a file from anywhere."""
    # Asked for each file of a run, and most runs change few: a `Path` would take several times as long.
    name = os.fspath(path)
    if os.path.splitext(name)[1].lower() in READY:
        return False
    try:
        return S_ISREG(os.lstat(name + SUFFIX).st_mode)
    except (OSError, ValueError):
        return False


class Stamp(NamedTuple):
    """What tells that a file may have changed, or what stands for it: both sizes (in bytes) and both times (in
    nanoseconds), added up; and whether anything stands for it.
    """

    size: int
    modified: int
    is_corrected: bool


def stamp(path: str | os.PathLike[str]) -> Stamp:
    """The stamp of a file. Raises `OSError`."""
    status = os.stat(path)
    if not has_side_file(path):
        return Stamp(status.st_size, status.st_mtime_ns, False)
    side = side_file(path).stat()
    return Stamp(status.st_size + side.st_size, status.st_mtime_ns + side.st_mtime_ns, True)


def digest(data: bytes) -> str:
    """A digest of bytes: BLAKE2b, 32 hexadecimal characters."""
    return blake2b(data, digest_size=16).hexdigest()


def is_edited(data: bytes) -> bool:
    """Whether what stands in a side file is anything but what was written; so it is in doubt."""
    first, _, rest = data.partition(b"\n")
    try:
        head = json.loads(first)
        written = head.pop(WRITTEN)
    except (ValueError, RecursionError, AttributeError, KeyError, TypeError):
        return True
    return bool(written != seal(head, rest))


def seal(head: dict[str, Any], rest: bytes) -> str:
    """The digest of a side file: of its first line without this digest, and of all other lines."""
    return digest(json.dumps(head, sort_keys=True).encode() + b"\n" + rest)


def corrected(path: Path, source: str, data: bytes) -> Document:
    """The articles of `path`, a file that holds `data`, as its side file has them.

    A line in it that cannot be read is no article that may be left out: raises `CorpusError`, its message beginning
    with the side file and the line.
    """
    from corpus.ready import articles, distinct
    from corpus.ready.batches import pieces
    from corpus.ready.survey import survey_stream

    side = side_file(path)
    content = load(side)
    with naming(side):
        survey = survey_stream(io.BytesIO(content), side.suffix, None)
    parts = list(distinct(map(articles, pieces(io.BytesIO(content), str(side), source, survey))))
    if faults := [fault for part in parts for fault in part.faults]:
        more = tr(" (and {more} more)", more=len(faults) - 1) if len(faults) > 1 else ""
        raise CorpusError(
            tr(
                "{fault}{more}; mend it, or delete the file to have {path} split anew",
                fault=faults[0],
                more=more,
                path=path,
            )
        )
    records = dict(_records(content.decode(survey.encoding)))
    head = next(iter(records.values()), {})
    head = head if head.get("kind") == "issue" else {}
    with naming(side):
        found = tuple(_placed(records, [article for part in parts for article in part.articles]))
        rest = tuple(_remainder(records))
    warnings = _warnings(head, path, data)
    if not found and is_edited(content):
        warnings += (
            tr(
                "{name}, which stands for this file, has no article, and so this file gives none; write articles "
                "into it, or delete it to have the file split anew",
                name=side.name,
            ),
        )
    return Document(source, _issue(survey.issue), found, rest, warnings, str(side))


def _records(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of JSON Lines by the number of their line."""
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if line.strip():
            yield number, json.loads(line)


def _issue(line: str) -> Issue:
    from corpus.ready.articles import issue_of

    return issue_of(line)[0]


def _placed(records: dict[int, dict[str, Any]], articles: list[Article]) -> Iterator[Article]:
    """The articles at their lines of the original; one that gives none stands where the one before it does."""
    from dataclasses import replace

    lines = _FIRST
    for article in articles:
        record = records[article.line_start]
        given = [record.get("line_start"), record.get("line_end")]
        lines = _lines(given, article.line_start) if given != [None, None] else lines
        yield replace(article, line_start=lines[0], line_end=lines[1])


def _remainder(records: dict[int, dict[str, Any]]) -> Iterator[Remainder]:
    for number, record in records.items():
        if record.get("kind") == "remainder":
            label, text = record.get("label"), record.get("text")
            if not isinstance(label, str) or not isinstance(text, str):
                raise CorpusError(tr("line {number}: the remainder has no label or no text", number=number))
            yield Remainder(label, text, *_lines(record.get("lines"), number))


def _lines(given: Any, number: int) -> tuple[int, int]:
    if isinstance(given, list) and len(given) == 2 and all(type(line) is int for line in given):
        first, last = given
        if 1 <= first <= last:
            return first, last
    raise CorpusError(
        tr("line {number}: the first and the last line must be numbers, such as 12 and 30", number=number)
    )


def _warnings(head: dict[str, Any], path: Path, data: bytes) -> tuple[str, ...]:
    if head.get(ORIGINAL, digest(data)) == digest(data):
        return ()
    return (
        tr(
            "this file was changed after its split was written to {side}, which still stands for it; to split it "
            "anew and lose what was corrected: wensou parse --write --force {quoted}",
            side=side_file(path).name,
            quoted=quote(str(path)),
        ),
    )
