"""All of a file at once, for who wants a `Document`."""

from __future__ import annotations

import io

from corpus.ready.articles import articles
from corpus.ready.batches import pieces
from corpus.ready.repeats import distinct
from corpus.ready.survey import survey_stream
from corpus.records import Document, Issue


def document(data: bytes, suffix: str, source: str, encoding: str | None) -> Document:
    """The articles in the bytes of a file of ready ones; its faults are the warnings of the document.

    Raises `CorpusError` for what is no text, `NotArticlesError` for what holds no articles.
    """
    survey = survey_stream(io.BytesIO(data), suffix, encoding)
    parts = list(distinct(map(articles, pieces(io.BytesIO(data), source, source, survey))))
    found = tuple(article for part in parts for article in part.articles)
    return Document(source, Issue(), found, (), tuple(fault for part in parts for fault in part.faults))
