"""Names for articles: short, stable while the content is, unique in a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
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
# Stands between texts that are treated as one: a private character, which is no sign, no digit and no white space, and
# which no normal form joins with another. A text that holds it is treated alone.
_APART: Final = "\uf8ff"


def with_ids(articles: Iterable[Article]) -> tuple[Article, ...]:
    """The articles of one file, in order, each with its id.

    When the same content stands in a file again, the number of its occurrence is mixed in.
    """
    seen: dict[str, int] = {}
    taken: set[str] = set()
    named = []
    articles = tuple(articles)
    for article, digest in zip(articles, content_digests(articles), strict=True):
        base = digest[:_LENGTH]
        occurrence = seen.get(base, 0)
        while (name := repeated_id(base, occurrence)) in taken:
            occurrence += 1
        seen[base] = occurrence + 1
        taken.add(name)
        named.append(article.but(id=name))
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
    return content_digests([article])[0]


def content_digests(articles: Sequence[Article]) -> list[str]:
    """The digest of each article: of many at once in two thirds of the time."""
    told = [_told(article) for article in articles]
    long = list({field for fields in told for field in fields if field is not None and len(field) > _SHORT})
    parts: dict[str | None, bytes] = dict(zip(long, map(_as_part, _essences(long)), strict=True))
    whole = (b"".join([parts.get(field) or _short_part(field) for field in fields]) for fields in told)
    return [blake2b(data, digest_size=_DIGEST).hexdigest() for data in whole]


def _told(article: Article) -> tuple[str | None, ...]:
    """The fields that tell an article from others."""
    issue = article.issue
    return (
        issue.title, issue.number, issue.date, article.section, None if article.untitled else article.title,
        article.unit, article.author, article.date, article.body,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _short_part(field: str | None) -> bytes:
    """What a short field adds to the hash, or one that is absent."""
    return b"-1:" if field is None else _as_part(_essences([field])[0])


def _as_part(essence: str) -> bytes:
    """What a field adds to the hash. The length before it keeps ("ab", "c") and ("a", "bc") apart, -1 an absent field
    and an empty one.
    """
    data = essence.encode("utf-8", "surrogatepass")
    return b"%d:%b" % (len(data), data)


def _essences(texts: Sequence[str]) -> list[str]:
    """What is left of each text in any format: its letters and digits."""
    joined = _APART.join(texts)
    if joined.count(_APART) >= len(texts) > 1:  # one of them holds it
        return [essence for text in texts for essence in _essences([text])]
    bare = _WIDE.sub(_narrow, _SIGNS.sub("", "".join(joined.split())))
    parted = bare.split(_APART) if len(texts) > 1 else [bare] * len(texts)
    return [unicodedata.normalize("NFKC", text) for text in parted]


def _narrow(wide: re.Match[str]) -> str:
    return chr(ord(wide[0]) - _WIDTH)


def repeated_id(base: str, occurrence: int) -> str:
    """The id of a further article with the id `base`; `occurrence` counts from 0, which is the first and keeps it."""
    if not occurrence:
        return base
    return blake2b(f"{base}#{occurrence}".encode(), digest_size=_LENGTH // 2).hexdigest()
