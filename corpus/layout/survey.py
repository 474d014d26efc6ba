"""What a document as a whole says about its lines, found before they are marked one by one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from corpus.layout import colophon
from corpus.layout.closing import Credit, credit_of
from corpus.layout.contents import Contents
from corpus.layout.furniture import repeated
from corpus.layout.lines import BRIEF_MARKS, Piece

# The masthead has ended after so many lines, the colophon is no longer than so many.
_HEAD = 30
_TAIL = 40
# A licence, a call to subscribe: so many paragraphs may follow the colophon.
_REMARKS = 2


@dataclass(slots=True)
class Surroundings:
    """What the document as a whole says about its lines."""

    contents: Contents
    credits: list[Credit | None]
    repeats: dict[str, int]
    head: int  # the masthead can reach up to this position
    tail: int  # the colophon can begin at this position
    level: int  # the level of headings that are titles of articles, 0 if there are none
    many: bool  # something says that the document holds several articles
    complete: bool  # the contents seem to list every article


def survey(pieces: list[Piece], contents: Contents) -> Surroundings:
    """What `pieces` as a whole say; see `Surroundings`."""
    credits_ = [credit_of(p) if p.short and i not in contents.pieces else None for i, p in enumerate(pieces)]
    strong = sum(c is not None and c.weight >= 4 for c in credits_)
    level = _article_level(pieces)
    bracketed = sum(p.text[0] in "【《" and p.text[-1] in "】》" and len(p.text) <= 16 for p in pieces if p.short)
    return Surroundings(
        contents=contents,
        credits=credits_,
        repeats=repeated(pieces),
        head=_head(pieces, contents),
        tail=_tail(pieces, credits_),
        level=level,
        many=max(contents.matched, strong, bracketed, _marked_headlines(pieces)) >= 2 or level > 0,
        complete=contents.whole and contents.matched >= 2,
    )


def _marked_headlines(pieces: list[Piece]) -> int:
    """How many short lines with a mark (`◆`) have a paragraph below them."""
    return sum(p.text[0] in BRIEF_MARKS and len(p.key) >= 6 and not p.prose and q.prose for p, q in pairwise(pieces))


def _head(pieces: list[Piece], contents: Contents) -> int:
    """Up to the contents, if there are any near the beginning, else up to the first paragraph."""
    begin = min(contents.pieces, default=_HEAD)
    for i, piece in enumerate(pieces[: min(begin, _HEAD)]):
        if piece.prose and not colophon.is_colophon(piece):
            return i
    if contents.pieces and begin < _HEAD:
        after = max(contents.pieces) + 1
        while after < len(pieces) and colophon.is_colophon(pieces[after]):
            after += 1
        return after
    return min(len(pieces), _HEAD)


def _tail(pieces: list[Piece], credits_: list[Credit | None]) -> int:
    """Where the colophon can begin: its first sure line, with no paragraph of an article after it."""
    start = sure = len(pieces)
    prose = 0
    for i in range(len(pieces) - 1, max(-1, len(pieces) - 1 - _TAIL), -1):
        piece = pieces[i]
        if colophon.is_colophon(piece):
            start = i
            if not colophon.is_contact(piece):
                sure = i
        elif credits_[i] is not None and credits_[i].weight >= 4:  # type: ignore[union-attr]
            break
        elif piece.prose and not (i and colophon.is_colophon(pieces[i - 1])):
            prose += 1
            if prose > _REMARKS:
                break
    return start if sure < len(pieces) else sure


def _article_level(pieces: list[Piece]) -> int:
    """The level of `#` headings that text follows, as a rule; headings above it are sections, below it are body."""
    headings = [(i, p) for i, p in enumerate(pieces) if p.heading]
    if not headings:
        return 0
    levels = sorted({p.heading for _, p in headings})

    def followed(i: int) -> bool:
        return i + 1 < len(pieces) and not pieces[i + 1].heading

    first, top = headings[0]
    alone = sum(p.heading == levels[0] for _, p in headings) == 1
    if len(levels) > 1 and alone and top.heading == levels[0]:
        newsletter = colophon.has_number(top) or colophon.names_newsletter(top) or not followed(first)
        if not newsletter:
            return levels[0]
        levels = levels[1:]
    for level in levels:
        own = [i for i, p in headings if p.heading == level]
        if 2 * sum(map(followed, own)) > len(own):
            return level
    return levels[-1]
