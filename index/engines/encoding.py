"""Articles to what an engine's writer takes: what it keeps of them, and the terms and grams of their texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson

from corpus.identity import content_digests
from corpus.records import Article, Place
from index.engines import Encoded
from index.engines.articles import texts, unpack
from index.plan import FILTER_TEXT_FIELDS, TEXT_FIELDS

if TYPE_CHECKING:
    from index.analyzer import Analyzer

# The fields of an article that are not analysed, as an engine's writer takes them.
Kept: TypeAlias = Callable[[Article], dict[str, Any]]

# The fields of the terms and the grams of each text field.
_ANALYSED: Final = {name: (f"{name}_terms", f"{name}_grams") for name in TEXT_FIELDS + FILTER_TEXT_FIELDS}


def encoded(articles: Sequence[Article], analyzer: Analyzer, kept: Kept, text_fields: Sequence[str]) -> list[Encoded]:
    """Articles for an engine's writer: what is `kept` of each, and the terms and grams of those of the `text_fields`
    that have text.
    """
    given = [texts(article) for article in articles]
    analyses = analyzer.analyze_all(text for fields in given for name in text_fields if (text := fields[name]))
    ready = []
    for article, digest, told in zip(articles, content_digests(articles), given, strict=True):
        fields = kept(article)
        for name in text_fields:
            text = told[name]
            if text and (analysis := analyses[text]).grams:
                terms, grams = _ANALYSED[name]
                fields[terms], fields[grams] = analysis
        place = Place(article.source, article.line_start, article.line_end)
        ready.append(Encoded(article.id, digest, place, fields))
    return ready


def put(article: Encoded, article_id: str, places: Sequence[Place], kept: Kept) -> Encoded:
    """An encoded article with another id, in other places."""
    other = unpack(article.fields["record"]).at(places).but(id=article_id)
    return article._replace(id=article_id, place=places[0], fields={**article.fields, **kept(other)})


def values(article: Article) -> dict[str, str | list[str]]:
    """The whole values of each keyword field and counted field, a list of them where a field may have several; empty
    ones are left out.
    """
    given: dict[str, str | list[str] | None] = {
        "id": article.id,
        "source": article.source,
        "date": article.date,
        "section": article.section,
        "unit": article.unit,
        "author": article.author,
        "issue": article.issue.label,
        "region": with_ancestors(article.regions),
        "shared": list(article.sources) if article.copies else None,
    }
    return {name: value for name, value in given.items() if value}


def with_ancestors(paths: Iterable[str]) -> list[str]:
    """Region paths with all that lie above them, each once: `广西/桂林` gives `广西` too."""
    found: dict[str, None] = {}
    for path in paths:
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            found["/".join(parts[:depth])] = None
    return list(found)


def pack(article: Article) -> bytes:
    """An article as an engine stores it, for `unpack`: a JSON array of its fields in the order of the record, in UTF-8.

    Names of files may hold bytes that are no text, which Python carries as surrogates: they stand there as they are.
    """
    issue = article.issue
    fields = (
        article.id,
        article.title,
        article.untitled,
        article.section,
        article.unit,
        article.author,
        article.regions,
        article.date,
        article.date_from,
        article.body,
        (issue.title, issue.number, issue.date, issue.publisher),
        article.source,
        article.line_start,
        article.line_end,
        [(copy.source, copy.line_start, copy.line_end) for copy in article.copies],
    )
    try:
        return orjson.dumps(fields)
    except orjson.JSONEncodeError:  # a surrogate
        text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "surrogateescape")
