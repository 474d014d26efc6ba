"""Names for articles: short, stable while the content is, unique in a file."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from corpus.records import Issue

# 48 bits: among a million articles two share an id with a probability of 0.2 %, and then a longer prefix is no help
# to a reader, so longer ids would only be harder to type.
_LENGTH = 12


def article_ids(issue: Issue, contents: Sequence[Sequence[str | None]]) -> tuple[str, ...]:
    """One id (12 hexadecimal characters) for each article of one file, in order.

    `contents` holds what each article says: section, title, unit, author, body, in whatever fixed order the caller
    keeps. The path is not part of it, so a file that moves keeps its ids. When the same content stands in a file
    again, the number of its occurrence is mixed in.
    """
    head = (issue.title, issue.number, issue.date)
    seen: dict[tuple[str | None, ...], int] = {}
    taken: set[str] = set()
    ids = []
    for fields in contents:
        content = (*head, *fields)
        occurrence = seen.get(content, 0)
        name = _digest(content, occurrence)
        while name in taken:
            occurrence += 1
            name = _digest(content, occurrence)
        seen[content] = occurrence + 1
        taken.add(name)
        ids.append(name)
    return tuple(ids)


def _digest(content: tuple[str | None, ...], occurrence: int) -> str:
    state = blake2b(digest_size=(_LENGTH + 1) // 2)
    for field in content:
        # The length before each field keeps ("ab", "c") and ("a", "bc") apart, -1 an absent field and an empty one.
        data = b"" if field is None else field.encode("utf-8", "surrogatepass")
        state.update(b"%d:" % (-1 if field is None else len(data)))
        state.update(data)
    if occurrence:
        state.update(b"#%d" % occurrence)
    return state.hexdigest()[:_LENGTH]
