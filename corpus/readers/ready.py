"""Ready articles, all of a file at once."""

from __future__ import annotations

import io
from pathlib import Path

from corpus.ready.articles import articles
from corpus.ready.batches import pieces
from corpus.ready.repeats import distinct
from corpus.ready.survey import survey_stream
from corpus.records import Document, Issue


def read_bytes(data: bytes, path: Path, source: str, encoding: str | None) -> Document:
    """The articles in the bytes of a JSON Lines or CSV file; its faults are the warnings of the document.

    Raises `CorpusError` for what is no text, `NotArticlesError` for what holds no articles.
    """
    survey = survey_stream(io.BytesIO(data), path.suffix, encoding)
    batches = pieces(io.BytesIO(data), str(path), source, survey)
    parts = list(distinct(map(articles, batches)))
    found = tuple(article for part in parts for article in part.articles)
    return Document(source, Issue(), found, (), tuple(fault for part in parts for fault in part.faults))
