"""OpenSearch's view of an article: which field holds what, and which documents there are besides.

Texts arrive analysed (index.analyzer), as terms with spaces between them, so that the `whitespace` analyzer has nothing
to decide. Every text field F becomes `F_terms` (frequencies, for ranking and for literals of one atom), `F_grams`
(positions, for longer literals) and `F_runs` (whole values: its runs of letters or digits, which can be listed).

`born` is the number of the transaction that wrote an article: those of transactions that are not committed, or never
will be, are told by it. `record` alone can be read back: the article as it is stored.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Any, Final

from index.engines.articles import COUNTED_FIELDS
from index.plan import FILTER_TEXT_FIELDS, KEYWORD_FIELDS, TEXT_FIELDS
from index.scoring import K1, SCORED_FIELDS, B

# The document that tells which transactions are committed, see `Commit`.
COMMIT: Final = "commit"
# What the mappings of our indexes say of themselves.
MADE_BY: Final = "made_by"
OURS: Final = "wensou"

# Lucene refuses a term of more than 32,766 bytes.
_LONGEST_TERM: Final = 32_766 - 32  # the hash of a longer value has 32 characters

_ESCAPED: Final = {code: f"\0{chr(code - 0xD800)}" for code in range(0xD800, 0xE000)}
_ESCAPE: Final = re.compile("\0(.)", re.DOTALL)


def escape_text(text: str) -> str:
    """A text without surrogates, which JSON of others' may not hold: Python carries bytes in names of files so."""
    return text if text.isascii() else text.translate(_ESCAPED)


def unescape(stored: str) -> str:
    """The text that `escape_text` escaped, or the value that `escape` did."""
    return _ESCAPE.sub(lambda match: chr(ord(match[1]) + 0xD800), stored) if "\0" in stored else stored


def as_text(packed: bytes) -> str:
    """A packed article as it is stored."""
    return escape_text(packed.decode("utf-8", "surrogateescape"))


def as_bytes(stored: str) -> bytes:
    """The packed article that `as_text` stored."""
    return unescape(stored).encode("utf-8", "surrogateescape")


def escape(value: str) -> str:
    """A whole value as it is indexed. What is longer than a term can be is cut, and ends in a hash of the whole, so
    that no two values become one.
    """
    value = escape_text(value)
    if len(value) * 4 <= _LONGEST_TERM:
        return value
    encoded = value.encode()
    if len(encoded) <= _LONGEST_TERM:
        return value
    return encoded[:_LONGEST_TERM].decode("utf-8", "ignore") + blake2b(encoded, digest_size=16).hexdigest()


def document_id(name: str, born: int) -> str:
    """The name in the cluster of what a transaction writes under a name: the same whenever it is sent again."""
    return f"{blake2b(name.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}-{born}"


def index_body(shards: int, replicas: int | None) -> dict[str, Any]:
    """Settings and mapping of a new index."""
    return {
        "settings": {
            "index": {
                "number_of_shards": shards,
                **_copies(replicas),
                # Nothing is to show between commits, which refresh.
                "refresh_interval": "-1",
                "codec": "best_compression",
                "similarity": {"default": {"type": "BM25", "k1": K1, "b": B}},
            }
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {MADE_BY: OURS},
            "_source": {"includes": ["record"]},
            "properties": dict(_properties()),
        },
    }


def store_body(replicas: int | None) -> dict[str, Any]:
    """Settings and mapping of a new index for all that is not articles: nothing in it is searched."""
    record = {"type": "keyword", "index": False, "doc_values": False}
    return {
        "settings": {"index": {"number_of_shards": 1, **_copies(replicas), "refresh_interval": "-1"}},
        "mappings": {"dynamic": "strict", "_meta": {MADE_BY: OURS}, "properties": {"record": record}},
    }


def _copies(replicas: int | None) -> dict[str, Any]:
    """One copy on another machine where there is one, unless so many are asked for."""
    return {"auto_expand_replicas": "0-1"} if replicas is None else {"number_of_replicas": replicas}


def _properties() -> Any:
    for name in TEXT_FIELDS + FILTER_TEXT_FIELDS:
        text = {"type": "text", "analyzer": "whitespace", "norms": name in SCORED_FIELDS}
        yield f"{name}_terms", {**text, "index_options": "freqs"}
        yield f"{name}_grams", {**text, "index_options": "positions"}
    for name in TEXT_FIELDS:
        yield f"{name}_runs", {"type": "keyword"}
    for name in dict.fromkeys((*KEYWORD_FIELDS, *COUNTED_FIELDS, "file")):
        yield name, {"type": "keyword"}
    for name in ("born", "file_born", "line"):
        yield name, {"type": "long"}
    yield "record", {"type": "keyword", "index": False, "doc_values": False}
