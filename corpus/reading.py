"""Files to documents: newsletters are read and split, ready articles taken as they are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from corpus.corrections import corrected, has_side_file
from corpus.errors import CorpusError
from corpus.kinds import READY
from corpus.language import tr
from corpus.limits import exceeded, limits
from corpus.marked import MarkedText
from corpus.opening import naming
from corpus.readers import load, marked
from corpus.records import Document

# Raised whenever files are read or split otherwise than before: an index reads again what an older version has read.
READING_VERSION: Final = 2


def read(
    path: str | os.PathLike[str],
    *,
    source: str | None = None,
    encoding: str | None = None,
    data: bytes | None = None,
    automatic: bool = False,
) -> Document:
    """Reads the file at `path` and splits it into articles.

    `source` is the name the records carry (default: the path as given). `encoding` overrides the guess for text
    files. `data` is what the file holds, for a caller that has it already. Where a person corrected the split (see
    `corpus.corrections`), that is what comes of it, unless it is to be `automatic`. Raises `CorpusError`, its message
    beginning with the path, for a file that cannot be opened, is of no kind that can be read, or holds no text.
    """
    path = Path(path)
    name = str(path) if source is None else source
    suffix = path.suffix.lower()
    # What is ready needs no layout, and the other way round.
    if suffix in READY:
        from corpus.ready import document

        content = load(path) if data is None else data
        with naming(path):
            return document(content, suffix, name, encoding)
    if not automatic and has_side_file(path):
        return corrected(path, name, load(path) if data is None else data)
    return _split(path, marked(path, encoding=encoding, data=data), name)


def read_with_lines(path: str | os.PathLike[str], *, encoding: str | None = None) -> tuple[MarkedText, Document]:
    """The lines of a newsletter and what came of them, for those who look at both; raises what `read` raises.

    Of a file that no reader can read but whose split a person wrote, there are no lines.
    """
    path = Path(path)
    data = load(path)
    if has_side_file(path):
        document = corrected(path, str(path), data)
        try:
            return marked(path, encoding=encoding, data=data), document
        except CorpusError:
            return MarkedText(()), document
    text = marked(path, encoding=encoding, data=data)
    return text, _split(path, text, str(path))


def _split(path: Path, text: MarkedText, name: str) -> Document:
    from corpus.layout import split

    with naming(path):
        document = split(text, name)
        if len(document.articles) > (most := limits().articles):
            advice = tr("make it ready articles, one a line, which may be any number")
            raise exceeded("articles", tr("more than {most:,} articles; no newsletter has so many", most=most), advice)
    return document
