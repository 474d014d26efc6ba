"""Bytes to text, whatever encoding they are in; damaged places and lines in another encoding are told, not lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from corpus.encodings import (
    ADVICE,
    UNREADABLE,
    check_encoding,
    check_is_text,
    likely_encoding,
    marked_encoding,
    mostly_utf_8,
    readability,
    unreadable_marked,
)
from corpus.errors import CorpusError
from corpus.language import tr

# Of so many characters one may be damaged: what has more is not in the encoding that it was read in. Some may be in
# any case, since what is left of one damaged character are up to three bytes.
_PER_DAMAGED: Final = 50
_MAY_BE_DAMAGED: Final = 3
# The first byte that is no UTF-8 stands among the first so many unless the text begins in English.
_TELLING: Final = 4096
# So many bytes tell whether a file is in UTF-8 but for some lines.
_WEIGHED: Final = 1 << 20
# Encodings in which a line end is one byte that is part of no other character, so that a line can be read by itself.
_LINEWISE: Final = ("utf-8", "gb18030", "big5hkscs")
# By how much more a line must read like Chinese to be in another encoding than the file: about what prose has more
# than names and numbers.
_CLEARLY: Final = 0.2
# How many lines a warning names.
_NAMED: Final = 5

_UNSAFE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, and the encoding that it is in as a whole.

    `text` has `\\n` as its only line end, no byte order mark, and U+FFFD for what is no text: bytes that do not fit
    the encoding, a last character that is cut off, NULs, lone surrogates. `warnings` name the lines that have such
    places, and those that were read in another encoding.
    """

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of `data`; `encoding` overrides what the bytes look like.

    Raises `CorpusError` for binary data, an encoding that Python does not know, and bytes that are no text in the
    encoding: more than three characters and one in fifty do not fit.
    """
    if encoding is not None:
        check_encoding(encoding)
        return _decoded(data, encoding, [(encoding, _line_ends(unreadable_marked(data, encoding)))])
    name = marked_encoding(data)
    if name is None:
        check_is_text(data, "")
        name = _guess(data)
    decoded = _decoded(data, name, _parts(data, name))
    if "\ufffd" in decoded.text:
        check_is_text(b"", decoded.text)
    return decoded


def clean(text: str) -> str:
    """The text with `\\n` as its only line end, and U+FFFD for each NUL and lone surrogate."""
    return _UNSAFE.sub("\ufffd", _line_ends(text))


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _guess(data: bytes) -> str:
    """What `data` is in, by its bytes."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _by_looks(data, error.start)
    if "\0" in text:
        return _with_nuls(data, text)
    return "utf-8"


def _with_nuls(data: bytes, text: str) -> str:
    """Valid UTF-8 that has NULs is UTF-16 of mostly ASCII, has stray NULs, or is no text at all."""
    odd, even = data[1::2].count(0), data[::2].count(0)
    if max(odd, even) * 4 >= len(data) and min(odd, even) * 8 <= max(odd, even):
        name = "utf-16-le" if odd > even else "utf-16-be"
        with suppress(UnicodeDecodeError):
            check_is_text(b"", data.decode(name))
            return name
    check_is_text(b"", text)
    return "utf-8"


def _by_looks(data: bytes, bad: int) -> str:
    """What bytes are in that are no UTF-8, the one at `bad` the first of them."""
    start = 0
    if bad > _TELLING:  # what comes before is English, or the head of a web page, and tells nothing
        start = bad // 2 * 2 if b"\0" in data[:bad] else data.rfind(b"\n", 0, bad) + 1
    if mostly_utf_8(data[start : start + _WEIGHED]):
        return "utf-8"
    name = likely_encoding(data[start:]) or likely_encoding(_foreign(data))
    if name is None:
        raise CorpusError(
            tr(
                "neither UTF-8 (byte 0x{byte:02x} at offset {offset}) nor GB18030, Big5 or UTF-16 text; if it is "
                "text, {advice}",
                byte=data[bad],
                offset=bad,
                advice=tr(ADVICE),
            )
        )
    return name


def _foreign(data: bytes) -> bytes:
    """The lines of a text that are no UTF-8: in a file of two encodings they tell the other one."""
    return b"".join(line for line in data[:_WEIGHED].splitlines(keepends=True) if not _is_utf_8(line))


def _parts(data: bytes, name: str) -> list[tuple[str, str]]:
    """The text of `data` in parts, each with the encoding it is in: all in one, unless lines are in others."""
    with suppress(UnicodeDecodeError):
        text = data.decode(name)
        if name not in _LINEWISE[1:] or not any(_reads_as_utf_8(line, name) for line in data.splitlines()):
            return [(name, _line_ends(text.removeprefix("\ufeff")))]
    if name not in _LINEWISE:
        return [(name, _line_ends(unreadable_marked(data, name)))]
    return [_line(line, name) for line in data.splitlines(keepends=True)]


def _reads_as_utf_8(line: bytes, name: str) -> bool:
    """Whether a line of a file in another encoding, `name`, is in UTF-8: a few short ones could be in both."""
    return not line.isascii() and _is_utf_8(line) and _line(line, name)[0] == "utf-8"


def _line(line: bytes, name: str) -> tuple[str, str]:
    """The encoding that a line of a file in the encoding `name` is in, and its text."""
    text = _line_ends(unreadable_marked(line, name))
    other = None if line.isascii() else _other(line, text, name)
    if other not in _LINEWISE:
        return name, text
    read = _line_ends(unreadable_marked(line, other))
    is_clear = UNREADABLE not in read and readability(read) > readability(text) + _CLEARLY
    return (other, read) if is_clear else (name, text)


def _other(line: bytes, text: str, name: str) -> str | None:
    """The encoding that a line may be in that reads `text` in the encoding `name`; None if that fits."""
    if name == "utf-8":
        return likely_encoding(line) if UNREADABLE in text and not mostly_utf_8(line) else None
    return "utf-8" if _is_utf_8(line) else None


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(data: bytes, name: str, parts: list[tuple[str, str]]) -> Decoded:
    text = "".join(text for _, text in parts)
    if _UNSAFE.search(text) is None and len(parts) == 1:
        return Decoded(text, name)
    damaged = [number for number, line in enumerate(text.split("\n"), 1) if _UNSAFE.search(line)]
    unreadable = text.count(UNREADABLE)
    if unreadable > _MAY_BE_DAMAGED + len(text) // _PER_DAMAGED:
        raise CorpusError(
            tr(
                "not {name} text: {fault}; {advice}, or none, for it to be recognised",
                name=name,
                fault=_first_fault(data, name),
                advice=tr(ADVICE),
            )
        )
    warnings = [
        tr(
            "{lines} {found} text, not {name}, and read as such",
            lines=_lines(number for number, (other, _) in enumerate(parts, 1) if other == found),
            found=found,
            name=name,
        )
        for found in _LINEWISE
        if found != name and any(other == found for other, _ in parts)
    ]
    if damaged:
        warnings.append(
            tr("{lines} damaged: what is no {name} text is shown as \ufffd", lines=_lines(damaged), name=name)
        )
    return Decoded(_UNSAFE.sub("\ufffd", text), name, tuple(warnings))


def _lines(numbers: Iterable[int]) -> str:
    """`line 3 is`, `lines 3, 8-11 are`, `lines 3, 8, ... and 20 more are`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    if len(runs) == 1 and runs[0][0] == runs[0][1]:
        return tr("line {line} is", line=runs[0][0])
    named = [str(a) if a == b else f"{a}-{b}" for a, b in runs[:_NAMED]]
    more = sum(b - a + 1 for a, b in runs[_NAMED:])
    lines = tr(", ").join(named)
    if more:
        return tr("lines {lines} and {more} more are", lines=lines, more=more)
    return tr("lines {lines} are", lines=lines)


def _first_fault(data: bytes, name: str) -> str:
    try:
        data.decode(name)
    except UnicodeDecodeError as error:
        return tr("byte 0x{byte:02x} at offset {offset} does not fit", byte=data[error.start], offset=error.start)
    except UnicodeError as error:
        return str(error)
    return tr("it does not fit")
