"""What every engine keeps of an article: texts to be found and ranked, whole values to filter and count by, and the
article itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from corpus.language import tr
from corpus.records import Article, Issue, Place
from index.engines import Encoded

if TYPE_CHECKING:
    from index.analyzer import Analysis, Analyzer

# Fields whose whole values are counted; `region` with all that lies above it. An article may have several values of
# those in MULTIPLE.
COUNTED_FIELDS: Final = ("region", "section", "unit", "author", "issue", "source", "shared", "date")
MULTIPLE: Final = ("region", "shared")

# The fields of an article that are not analysed, as an engine's writer takes them.
Kept: TypeAlias = Callable[[Article], dict[str, Any]]

_dump: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def texts(article: Article) -> dict[str, str]:
    """The text of each field in which text is found, as it is written. A derived title is none."""
    return {
        "title": "" if article.untitled else article.title,
        "body": article.body,
        "unit": article.unit or "",
        "author": article.author or "",
        "section": article.section or "",
        "issue": article.issue.label,
    }


def analyses(articles: Sequence[Article], analyzer: Analyzer) -> Iterator[dict[str, Analysis]]:
    """The analysis of each text field of each article that has any text in it."""
    by_article = [texts(article) for article in articles]
    found = iter(analyzer.analyze_all([text for fields in by_article for text in fields.values()]))
    for fields in by_article:
        yield {name: analysis for name, analysis in zip(fields, found, strict=False) if analysis.grams}


def encoded(articles: Sequence[Article], analyzer: Analyzer, kept: Kept) -> list[Encoded]:
    """Articles for an engine's writer: what is `kept` of each, and the terms and grams of its fields with text."""
    from corpus.identity import content_digests  # a search needs none

    ready = []
    analysed = analyses(articles, analyzer)
    for article, digest, found in zip(articles, content_digests(articles), analysed, strict=True):
        fields = kept(article)
        for name, analysis in found.items():
            fields[f"{name}_terms"] = analysis.terms
            fields[f"{name}_grams"] = analysis.grams
        ready.append(Encoded(article.id, digest, article.places[0], fields))
    return ready


def put(article: Encoded, article_id: str, places: Sequence[Place], kept: Kept) -> Encoded:
    """An encoded article with another id, in other places."""
    other = unpack(article.fields["record"]).at(places).but(id=article_id)
    return article._replace(id=article_id, place=places[0], fields={**article.fields, **kept(other)})


def values(article: Article) -> dict[str, list[str]]:
    """The whole values of each keyword field and counted field; empty ones are left out."""
    found = {
        "id": article.id,
        "source": article.source,
        "date": article.date,
        "section": article.section,
        "unit": article.unit,
        "author": article.author,
        "issue": article.issue.label,
    }
    given = {name: [value] for name, value in found.items() if value}
    if article.regions:
        given["region"] = with_ancestors(article.regions)
    if article.copies:
        given["shared"] = list(article.sources)
    return given


def with_ancestors(paths: Iterable[str]) -> list[str]:
    """Region paths with all that lie above them, each once: `广西/桂林` gives `广西` too."""
    found: dict[str, None] = {}
    for path in paths:
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            found["/".join(parts[:depth])] = None
    return list(found)


def pack(article: Article) -> bytes:
    """An article as an engine stores it: a JSON array of its fields in the order of the record, in UTF-8."""
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
    # Names of files may hold bytes that are no text, which Python carries as surrogates.
    return _dump(fields).encode("utf-8", "surrogateescape")


def unpack(packed: bytes) -> Article:
    """The article that `pack` packed. Raises ValueError for any other bytes."""
    fields = json.loads(packed.decode("utf-8", "surrogateescape"))
    try:
        fields[6] = tuple(fields[6])
        fields[10] = Issue(*fields[10])
        fields[14] = tuple(Place(*copy) for copy in fields[14])
        return Article(*fields)
    except (TypeError, LookupError) as fault:
        raise ValueError(tr("it is no article")) from fault
