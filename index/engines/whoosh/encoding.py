"""What an article becomes in a Whoosh index: see index.engines.whoosh.schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corpus.records import Article, Place
from index.engines import Encoded, encoding
from index.engines.articles import COUNTED_FIELDS
from index.engines.whoosh.schema import ARTICLE, VALUE_SEPARATOR
from index.engines.whoosh.schema import encode as as_bytes
from index.plan import FILTER_TEXT_FIELDS, KEYWORD_FIELDS, TEXT_FIELDS

if TYPE_CHECKING:
    from index.analyzer import Analyzer


def encode(articles: Sequence[Article], analyzer: Analyzer) -> list[Encoded]:
    """The fields of articles."""
    return encoding.encoded(articles, analyzer, _kept, TEXT_FIELDS + FILTER_TEXT_FIELDS)


def put(encoded: Encoded, article_id: str, places: Sequence[Place]) -> Encoded:
    """The same article with another id, in other places."""
    return encoding.put(encoded, article_id, places, _kept)


def _kept(article: Article) -> dict[str, Any]:
    """The fields that are not analysed."""
    given = {n: [v] if isinstance(v, str) else v for n, v in encoding.values(article).items()}
    fields: dict[str, Any] = {"kind": [ARTICLE], "record": encoding.pack(article), "line_value": article.line_start}
    fields.update({name: given[name] for name in KEYWORD_FIELDS if name in given})
    for name in (*COUNTED_FIELDS, "id"):
        fields[f"{name}_value"] = as_bytes(VALUE_SEPARATOR.join(given.get(name, ())))
    return fields
