"""Indexes of a cluster as an engine: made, opened, and what goes into them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from corpus.identity import content_digest
from corpus.language import tr
from corpus.records import Article, Place
from index.atoms import is_han
from index.engines import Encoded
from index.engines.articles import analyses, pack, unpack, values
from index.engines.opensearch.commits import Remote, first_commit
from index.engines.opensearch.connection import ConflictError
from index.engines.opensearch.mapping import escape, escape_text, index_body, unescape
from index.engines.opensearch.reader import OpenSearchReader
from index.engines.opensearch.writer import OpenSearchWriter
from index.plan import TEXT_FIELDS

if TYPE_CHECKING:
    from index.analyzer import Analysis, Analyzer


class OpenSearchEngine:
    """Makes and opens indexes of a cluster."""

    def create(self, remote: Remote) -> None:
        """Makes an empty index."""
        body = index_body(remote.shards, remote.replicas)
        with suppress(ConflictError):  # the answer was lost, and it was asked for twice: the name is a new one
            remote.cluster.ask("PUT", f"/{remote.index}", body, wait_for_active_shards=1)
        first_commit(remote)

    def reader(self, remote: Remote) -> OpenSearchReader:
        """Opens a snapshot of the last commit."""
        return OpenSearchReader(remote)

    def writer(self, remote: Remote) -> OpenSearchWriter:
        """Begins a transaction."""
        return OpenSearchWriter(remote)

    def check(self, remote: Remote) -> list[str]:
        """What is wrong with the index, as the cluster tells."""
        health = remote.cluster.ask("GET", f"/_cluster/health/{remote.index}", level="shards")
        if health["status"] == "red":
            return [
                tr("parts of {index} are missing; the cluster's health says which: restore them", index=remote.index)
            ]
        return []

    def encode(self, articles: Sequence[Article], analyzer: Analyzer) -> list[Encoded]:
        """The fields of articles, see `mapping`."""
        return [_encoded(article, found) for article, found in zip(articles, analyses(articles, analyzer), strict=True)]

    def put(self, encoded: Encoded, article_id: str, places: Sequence[Place]) -> Encoded:
        """The same article with another id, in other places."""
        record = unescape(encoded.fields["record"]).encode("utf-8", "surrogateescape")
        article = replace(unpack(record).at(places), id=article_id)
        analysed = {name: value for name, value in encoded.fields.items() if name.endswith(_ANALYSED)}
        return encoded._replace(id=article_id, place=places[0], fields={**analysed, **_kept(article)})


_ANALYSED: Final = ("_terms", "_grams", "_runs")


def _encoded(article: Article, analyses: dict[str, Analysis]) -> Encoded:
    fields = _kept(article)
    for name, analysis in analyses.items():
        fields[f"{name}_terms"] = analysis.terms
        fields[f"{name}_grams"] = analysis.grams
        if name in TEXT_FIELDS:
            fields[f"{name}_runs"] = _runs(analysis.terms)
    return Encoded(article.id, content_digest(article), article.places[0], fields)


def _runs(terms: str) -> list[str]:
    """The runs of letters or digits among terms, each once."""
    return [term for term in dict.fromkeys(terms.split(" ")) if not is_han(term[0])]


def _kept(article: Article) -> dict[str, Any]:
    """The fields that are not analysed."""
    fields: dict[str, Any] = {"line": article.line_start, "record": _record(article)}
    for name, given in values(article).items():
        fields[name] = [escape(value) for value in given]
    return fields


def _record(article: Article) -> str:
    return escape_text(pack(article).decode("utf-8", "surrogateescape"))
