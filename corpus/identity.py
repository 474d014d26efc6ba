"""Names for articles: short, stable while the content is, unique in a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from corpus.records import Article

# 48 bits: among a million articles two share an id with a probability of 0.2 %, and then a longer prefix is no help
# to a reader, so longer ids would only be harder to type. Whoever takes articles with the same id for one compares
# their fingerprints.
_LENGTH: Final = 12
_DIGEST: Final = 16
# The articles of a file share what is shorter: their issue, dates, sections and units.
_SHORT: Final = 24

# White space, punctuation and signs, by Unicode's blocks, are set otherwise in a copy of another format, and bullets
# may be left out. Those that touch a digit stay: 1.5 is not 15, nor 5% 5‰. 々 and 〇 are no punctuation.
_SIGN: Final = (
    "\\s\x00-/:-@\\[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7\u2000-\u206f\u2190-\u2bff\u2e00-\u2e7f"
    "\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\ufe00-\ufe6f\ufeff\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
# What may not stand before comes behind the first sign: a pattern is searched for by the characters it can begin with.
_SIGNS: Final = re.compile(f"(?s)[{_SIGN}](?<!\\d.)[{_SIGN}]*(?!\\d)")
# Full-width ASCII, so many code points behind ASCII: what most often keeps a text from being in its normal form.
_WIDE: Final = re.compile("[\uff01-\uff5e]")
_WIDTH: Final = 0xFEE0


def with_ids(articles: Iterable[Article]) -> tuple[Article, ...]:
    """The articles of one file, in order, each with its id.

    When the same content stands in a file again, the number of its occurrence is mixed in.
    """
    seen: dict[str, int] = {}
    taken: set[str] = set()
    named = []
    for article in articles:
        base = article_id(article)
        occurrence = seen.get(base, 0)
        while (name := repeated_id(base, occurrence)) in taken:
            occurrence += 1
        seen[base] = occurrence + 1
        taken.add(name)
        named.append(replace(article, id=name))
    return tuple(named)


def article_id(article: Article) -> str:
    """The id (12 hexadecimal characters) of an article by what it says."""
    return content_digest(article)[:_LENGTH]


def content_digest(article: Article) -> str:
    """What tells an article from all others: a hash (32 hexadecimal characters) of its letters and digits.

    All counts that a search can tell apart: its issue, date, section, title, unit, author and body. White space, the
    width of characters, and punctuation that touches no digit do not, for they differ where the same article was
    saved in two formats. Nor does the file, so that a file that moves keeps its ids.
    """
    issue = article.issue
    parts = []
    for field in (
        issue.title, issue.number, issue.date, article.section, None if article.untitled else article.title,
        article.unit, article.author, article.date, article.body,
    ):  # fmt: skip
        # The length before each field keeps ("ab", "c") and ("a", "bc") apart, -1 an absent field and an empty one.
        parts.append(_part(field) if field is None or len(field) <= _SHORT else _bare_part(field))
    return blake2b(b"".join(parts), digest_size=_DIGEST).hexdigest()


def _bare_part(field: str | None) -> bytes:
    """What a field adds to the hash: its length, -1 if it is absent, and its letters and digits."""
    if field is None:
        return b"-1:"
    data = _essence(field).encode("utf-8", "surrogatepass")
    return b"%d:%b" % (len(data), data)


_part = lru_cache(maxsize=4096)(_bare_part)


def _essence(text: str) -> str:
    """What is left of a text in any format: its letters and digits."""
    bare = _WIDE.sub(_narrow, _SIGNS.sub("", "".join(text.split())))
    return bare if unicodedata.is_normalized("NFKC", bare) else unicodedata.normalize("NFKC", bare)


def _narrow(wide: re.Match[str]) -> str:
    return chr(ord(wide[0]) - _WIDTH)


def repeated_id(base: str, occurrence: int) -> str:
    """The id of a further article with the id `base`; `occurrence` counts from 0, which is the first and keeps it."""
    if not occurrence:
        return base
    return blake2b(f"{base}#{occurrence}".encode(), digest_size=_LENGTH // 2).hexdigest()
