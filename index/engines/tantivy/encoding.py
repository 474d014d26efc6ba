"""What an article becomes in a Tantivy index: see index.engines.tantivy.schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from corpus.records import Article, Place
from index.engines import Encoded, encoding
from index.engines.articles import COUNTED_FIELDS
from index.engines.tantivy.schema import escape, keyword_field
from index.plan import KEYWORD_FIELDS, TEXT_FIELDS

if TYPE_CHECKING:
    from index.analyzer import Analyzer

_FIELDS: Final = {name: keyword_field(name) for name in (*KEYWORD_FIELDS, *COUNTED_FIELDS)}


def encode(articles: Sequence[Article], analyzer: Analyzer) -> list[Encoded]:
    """The fields of articles."""
    return encoding.encoded(articles, analyzer, _kept, TEXT_FIELDS)


def put(encoded: Encoded, article_id: str, places: Sequence[Place]) -> Encoded:
    """The same article with another id, in other places."""
    return encoding.put(encoded, article_id, places, _kept)


def _kept(article: Article) -> dict[str, Any]:
    """The fields that are not analysed."""
    fields: dict[str, Any] = {"line": article.line_start, "record": encoding.pack(article)}
    for name, given in encoding.values(article).items():
        fields[_FIELDS[name]] = escape(given) if isinstance(given, str) else [*map(escape, given)]
    return fields
