"""Files to documents: newsletters are read and split, ready articles taken as they are."""

from __future__ import annotations

import os
from pathlib import Path

from corpus.kinds import READY
from corpus.opening import naming
from corpus.readers import load, marked
from corpus.records import Document


def read(
    path: str | os.PathLike[str],
    *,
    source: str | None = None,
    encoding: str | None = None,
    data: bytes | None = None,
) -> Document:
    """Reads the file at `path` and splits it into articles.

    `source` is the name the records carry (default: the path as given). `encoding` overrides the guess for text
    files. `data` is what the file holds, for a caller that has it already. Raises `CorpusError`, its message
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
    from corpus.layout import split

    text = marked(path, encoding=encoding, data=data)
    with naming(path):
        return split(text, name)
