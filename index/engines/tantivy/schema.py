"""Tantivy's view of an article: which field holds what.

Texts arrive analysed (index.analyzer), as terms with spaces between them, so that the `whitespace` tokenizer has
nothing to decide. Every text field F that is ranked becomes `F_terms` (frequencies, for ranking and for literals of one
atom) and `F_grams` (positions, for longer literals). Text for filters alone is found in its whole values, which each
such field has for its counts.
"""

from __future__ import annotations

import re
from typing import Final

import tantivy

from index.engines.articles import COUNTED_FIELDS
from index.plan import KEYWORD_FIELDS, TEXT_FIELDS

# The kind of the documents that are no articles: what was read from which files is committed together with these.
LEDGER: Final = "ledger"
# What is known of files stands in so many documents, each of them for the files whose names hash to it. BM25 takes them
# for articles without text, so there must be few.
LEDGERS: Final = 16

# Fields that results are sorted by have their values in columns too.
_SORTED: Final = frozenset({"id", "source", "date"})

# Tantivy drops a term of more than 65,530 bytes without a word.
_LONGEST_TERM: Final = 65_530 - 32  # the hash of a longer value has 32 characters

_ESCAPED: Final = {code: f"\0{chr(code - 0xD800)}" for code in range(0xD800, 0xE000)}
_ESCAPE: Final = "(?s:\0(.))"


def keyword_field(name: str) -> str:
    """The field that holds the whole values of a keyword field or counted field."""
    return name if name in KEYWORD_FIELDS else f"{name}_value"


def escape(value: str) -> str:
    """A whole value as Tantivy stores it.

    Names of files may hold bytes that are no text, which Python carries as surrogates, but no NUL. What is longer than
    a term can be is cut, and ends in a hash of the whole, so that no two values become one.
    """
    try:
        encoded = value.encode()
    except UnicodeEncodeError:
        value = value.translate(_ESCAPED)
        encoded = value.encode()
    if len(encoded) <= _LONGEST_TERM:
        return value
    from hashlib import blake2b

    return encoded[:_LONGEST_TERM].decode("utf-8", "ignore") + blake2b(encoded, digest_size=16).hexdigest()


def is_cut(stored: str) -> bool:
    """Whether `escape` cut the value."""
    return len(stored) * 4 > _LONGEST_TERM and len(stored.encode()) > _LONGEST_TERM


def unescape(stored: str) -> str:
    """The value that `escape` stored."""
    return re.sub(_ESCAPE, lambda match: chr(ord(match[1]) + 0xD800), stored) if "\0" in stored else stored


def schema() -> tantivy.Schema:
    """The schema of every Tantivy index that we make."""
    builder = tantivy.SchemaBuilder()
    for name in TEXT_FIELDS:
        builder.add_text_field(f"{name}_terms", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field(f"{name}_grams", tokenizer_name="whitespace", index_option="position")
    for name in ("kind", "ledger", *dict.fromkeys(map(keyword_field, (*KEYWORD_FIELDS, *COUNTED_FIELDS)))):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name in _SORTED)
    builder.add_integer_field("line", fast=True)
    builder.add_bytes_field("record", stored=True)
    return builder.build()
