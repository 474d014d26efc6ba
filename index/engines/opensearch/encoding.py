"""What an article becomes in an index of a cluster: see index.engines.opensearch.mapping."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corpus.records import Article, Place
from index.atoms import is_han
from index.engines import Encoded, encoding
from index.engines.opensearch.mapping import escape
from index.plan import FILTER_TEXT_FIELDS, TEXT_FIELDS

if TYPE_CHECKING:
    from index.analyzer import Analyzer


def encode(articles: Sequence[Article], analyzer: Analyzer) -> list[Encoded]:
    """The fields of articles."""
    ready = encoding.encoded(articles, analyzer, _kept, TEXT_FIELDS + FILTER_TEXT_FIELDS)
    for article in ready:
        terms = {name: article.fields.get(f"{name}_terms") for name in TEXT_FIELDS}
        article.fields.update((f"{name}_runs", _runs(text)) for name, text in terms.items() if text)
    return ready


def put(encoded: Encoded, article_id: str, places: Sequence[Place]) -> Encoded:
    """The same article with another id, in other places."""
    return encoding.put(encoded, article_id, places, _kept)


def _runs(terms: str) -> list[str]:
    """The runs of letters or digits among terms, each once."""
    return [term for term in dict.fromkeys(terms.split(" ")) if not is_han(term[0])]


def _kept(article: Article) -> dict[str, Any]:
    """The fields that are not analysed; the record is text in the cluster, see `as_text`."""
    fields: dict[str, Any] = {"line": article.line_start, "record": encoding.pack(article)}
    for name, given in encoding.values(article).items():
        fields[name] = [*map(escape, [given] if isinstance(given, str) else given)]
    return fields
