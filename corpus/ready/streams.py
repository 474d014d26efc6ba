"""Files as streams of text and lines of bytes; bytes that are no text are marked, so that their lines can be told."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

from corpus.encodings import UNREADABLE_MARKED
from corpus.errors import CorpusError
from corpus.language import tr

_PIECE: Final = 1 << 18


@contextmanager
def as_text(stream: BinaryIO, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The stream as text, line ends as they are; bytes that are no text become `UNREADABLE`.

    Raises `CorpusError` where the encoding turns out not to be one of text.
    """
    text = io.TextIOWrapper(stream, encoding, errors=UNREADABLE_MARKED, newline="")
    try:
        yield text
    except UnicodeError as error:
        raise CorpusError(tr("cannot be read as {encoding}: {error}", encoding=encoding, error=error)) from None
    finally:
        text.detach()  # else it would close the stream, which is not its own


class TextLines:
    """The lines of a text with their ends (`\\n`, `\\r\\n` or `\\r`), read one by one, without a byte order mark."""

    def __init__(self, text: io.TextIOWrapper, longest: int) -> None:
        self._text = text
        self._longest = longest
        self._is_first = True

    def read(self) -> str | None:
        """The next line, empty at the end; None for one of more than `longest` characters, which is passed over."""
        line = self._text.readline(self._longest + 1)
        if self._is_first:
            line, self._is_first = line.removeprefix("\ufeff"), False
        if len(line) <= self._longest:
            return line
        while line and not line.endswith(("\n", "\r")):
            line = self._text.readline(_PIECE)
        return None


def utf_8(stream: BinaryIO, encoding: str, size: int) -> Iterator[bytes]:
    """The bytes of a stream as UTF-8, about `size` at a time; what is no text becomes bytes that are no UTF-8."""
    if encoding == "utf-8":
        is_first = True
        while chunk := stream.read(size):
            yield chunk.removeprefix(codecs.BOM_UTF8) if is_first else chunk
            is_first = False
        return
    with as_text(stream, encoding) as text:
        is_first = True
        while piece := text.read(size):
            yield (piece.removeprefix("\ufeff") if is_first else piece).encode("utf-8", "surrogatepass")
            is_first = False
