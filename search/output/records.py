"""The records of the machine formats: plain dicts with documented keys in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from search.output.safe import escape_json

if TYPE_CHECKING:  # lists find nothing
    from corpus.records import Article, Document, Issue, Remainder
    from search.advice import Suggestion
    from search.results import Hit, Results

# The keys of a result, in order: the contract of `search --format json` and `jsonl`.
HIT_FIELDS: Final = (
    "id", "rank", "score", "match", "title", "untitled", "section", "unit", "author", "region", "regions", "date",
    "issue", "source", "line", "snippet", "highlights", "title_highlights", "sources",
)  # fmt: skip
# The key besides, at the end of a result and of a page, where explanations were asked for.
EXPLAIN: Final = "explain"


def hit_record(hit: Hit) -> dict[str, Any]:
    """A result with the keys of HIT_FIELDS; ranges are `[start, end)` in characters of `snippet` and of `title`."""
    article = hit.article
    values = (
        article.id, hit.rank, hit.score, hit.match, article.title, article.untitled, article.section, article.unit,
        article.author, article.regions[0] if article.regions else None, list(article.regions), article.date,
        _issue_record(article.issue), article.source, article.line_start, hit.snippet.text,
        [list(span) for span in hit.snippet.ranges], [list(span) for span in hit.title.ranges],
        list(article.sources),
    )  # fmt: skip
    record = dict(zip(HIT_FIELDS, values, strict=True))
    return {**record, EXPLAIN: _as_dict(hit.explained)} if hit.explained else record


def _issue_record(issue: Issue) -> dict[str, str | None]:
    return {"title": issue.title, "number": issue.number, "date": issue.date, "publisher": issue.publisher}


def page_record(results: Results, fields: tuple[str, ...] = HIT_FIELDS) -> dict[str, Any]:
    """A page of results as one object."""
    record = {
        "query": results.query,
        "total": results.total,
        "page": results.page,
        "missing": [word.text for word in results.advice.missing] if results.advice else [],
        "suggestions": [suggestion_record(found) for found in results.advice.suggestions] if results.advice else [],
        "results": [select(hit_record(hit), fields) for hit in results.hits],
    }
    return {**record, EXPLAIN: _as_dict(results.explained)} if results.explained else record


def suggestion_record(suggestion: Suggestion) -> dict[str, Any]:
    """A query that finds something, with those filters that it has."""
    filters = {name: value for name, value in _as_dict(suggestion.filters).items() if value}
    return {"query": suggestion.query, "filters": filters, "total": suggestion.total}


def select(record: dict[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    """The named fields of a record, in that order, and its explanation where it has one."""
    return {name: record[name] for name in (*fields, EXPLAIN) if name in record}


def article_record(article: Article) -> dict[str, Any]:
    """An article, whole."""
    record = _as_dict(article)
    del record["copies"]
    return record


def stored_record(article: Article) -> dict[str, Any]:
    """An article of an index, whole, with all files in which it stands."""
    return {**article_record(article), "sources": list(article.sources)}


def document_records(document: Document) -> Iterator[dict[str, Any]]:
    """A document as `parse` shows it: the issue, then its articles, then what belongs to none of them."""
    yield {"kind": "issue", **_as_dict(document.issue), "source": document.source}
    for article in document.articles:
        yield {"kind": "article", **article_record(article)}
    for rest in document.remainder:
        yield remainder_record(rest)


def remainder_record(rest: Remainder) -> dict[str, Any]:
    """Text that belongs to no article."""
    return {"kind": "remainder", "label": rest.label, "text": rest.text, "lines": [rest.line_start, rest.line_end]}


def _as_dict(record: Any) -> dict[str, Any]:
    from dataclasses import asdict  # a page of results needs none

    return asdict(record)


def dump(record: Any, *, indent: int | None = None) -> str:
    """A record as JSON: UTF-8, control and bidirectional characters escaped."""
    return escape_json(json.dumps(record, ensure_ascii=False, indent=indent))
