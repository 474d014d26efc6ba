"""Names for articles: short, stable while the content is, unique in a file."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from corpus.records import Issue

# 48 bits: among a million articles two share an id with a probability of 0.2 %, and then a longer prefix is no help
# to a reader, so longer ids would only be harder to type.
_LENGTH = 12


def article_ids(issue: Issue, contents: Sequence[Sequence[str | None]]) -> tuple[str, ...]:
    """One id for each article of one file, in order; see `article_id` for what `contents` holds.

    When the same content stands in a file again, the number of its occurrence is mixed in.
    """
    seen: dict[str, int] = {}
    taken: set[str] = set()
    ids = []
    for fields in contents:
        base = article_id(issue, fields)
        occurrence = seen.get(base, 0)
        while (name := repeated_id(base, occurrence)) in taken:
            occurrence += 1
        seen[base] = occurrence + 1
        taken.add(name)
        ids.append(name)
    return tuple(ids)


def article_id(issue: Issue, content: Sequence[str | None]) -> str:
    """The id (12 hexadecimal characters) of an article by what it says.

    `content` is its section, title, unit, author and body, in this order. The path is not part of it, so a file that
    moves keeps its ids.
    """
    parts = []
    for field in (issue.title, issue.number, issue.date, *content):
        # The length before each field keeps ("ab", "c") and ("a", "bc") apart, -1 an absent field and an empty one.
        data = b"" if field is None else field.encode("utf-8", "surrogatepass")
        parts.append(b"%d:%b" % (-1 if field is None else len(data), data))
    return _digest(b"".join(parts))


def repeated_id(base: str, occurrence: int) -> str:
    """The id of a further article with the id `base`; `occurrence` counts from 0, which is the first and keeps it."""
    return _digest(f"{base}#{occurrence}".encode()) if occurrence else base


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=(_LENGTH + 1) // 2).hexdigest()[:_LENGTH]
