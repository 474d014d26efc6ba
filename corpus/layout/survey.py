"""What a document as a whole says about its lines, found before they are marked one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.layout import colophon
from corpus.layout.closing import Credit, credit_of, is_sure
from corpus.layout.columns import bracketed_lines, marked_columns, names_column, running_columns
from corpus.layout.contents import Contents
from corpus.layout.dateline import has_dateline
from corpus.layout.ends import head_end, last_told, tail_start
from corpus.layout.furniture import repeated
from corpus.layout.lines import BRIEF_MARKS, Piece, line_key
from corpus.layout.numbering import beyond_numbered, day_headings, numbered_articles, numbered_sections, serial_headings
from corpus.layout.words import BRIEFS, in_brackets

# A table or a list has so many lines at least, each no longer than so many characters.
_ROWS, _CELL = 5, 14
# So many paragraphs right below another show how an editor sets them.
_RUNS = 2
# A title and what stands with it (column, second line, author) has so many lines.
_HEADING = 4


@dataclass(slots=True)
class Surroundings:
    """What the document as a whole says about its lines."""

    pieces: list[Piece]
    contents: Contents
    credits: list[Credit | None]
    repeats: dict[str, int]
    head: int  # the masthead can reach up to this position
    tail: int  # the colophon can begin at this position
    level: int  # the level of headings that are titles of articles, 0 if there are none
    many: bool  # something says that the document holds several articles
    complete: bool  # the contents seem to list every article
    title: str  # the key of what the file says that it is called, empty if it says nothing
    brief_heads: set[int]  # positions of lines that briefs follow
    numbered: set[int]  # positions of titles in a row: `一、`, `二、`
    numbered_sections: set[int]  # positions of names of sections in such a row
    days: set[int]  # positions of days above what happened on them, as a chronicle has them
    serials: set[int]  # positions of lines that only count the articles: `第17号建议`, `01`
    marked_columns: set[int]  # positions of names of sections, all with one mark: `◎ 活动报导`
    beyond: set[int]  # positions of lines after all numbered parts of an article
    listed: set[int]  # positions of lines of tables and lists
    signed: set[int]  # positions of lines set off from those above, with a name right below
    running_columns: set[str]  # keys of names that stand above each article
    emphasised: bool  # some lines are emphasised, and not most of them
    bracketed_sections: bool  # lines in brackets are names of sections, not headings inside an article
    bracketed: int  # how many lines stand in brackets
    spaced: bool  # space stands above headlines, never between the paragraphs of an article
    parted: bool  # credits below articles, or datelines, part them: a headline without either is rather inside one

    _told: int | None = None  # `told`, once it was asked for

    @property
    def told(self) -> int:
        """The last position in the masthead's reach where the issue is told of; -1 if there is none."""
        if self._told is None:
            self._told = last_told(self.pieces, self.head)
        return self._told

    def heads_briefs(self, i: int) -> bool:
        """Whether briefs follow the line at position `i`."""
        return i in self.brief_heads


def survey(pieces: list[Piece], contents: Contents, title: str | None = None) -> Surroundings:
    """What `pieces` as a whole say; see `Surroundings`. `title` is the file's own, if it has any."""
    credits_ = [credit_of(p) if p.short and i not in contents.pieces else None for i, p in enumerate(pieces)]
    strong = sum(map(is_sure, credits_))
    level = _article_level(pieces)
    # An entry of the contents and its title are no repetition.
    repeats = repeated([piece for i, piece in enumerate(pieces) if i not in contents.pieces])
    listed = _listed(pieces, credits_)
    columns = running_columns(pieces, credits_, repeats, listed)
    numbered = numbered_articles(pieces, credits_, contents)
    beyond = set() if numbered else beyond_numbered(pieces, contents)
    bracketed, name_sections = bracketed_lines(pieces)
    named = sum(names_column(*trio) for trio in zip(pieces, pieces[1:], pieces[2:], strict=False))
    ruled = sum(p.ruled and not p.prose and q.prose for p, q in pairwise(pieces))
    serials, marked, days = serial_headings(pieces), marked_columns(pieces), day_headings(pieces)
    headlines = _marked_headlines(pieces), _displayed_headlines(pieces), ruled
    counted = (
        contents.matched,
        strong,
        bracketed,
        *headlines,
        len(columns),
        len(numbered),
        named,
        _bylined(pieces, credits_),
        len(serials),
        len(days),
        len(marked),
    )
    return Surroundings(
        pieces=pieces,
        contents=contents,
        credits=credits_,
        repeats=repeats,
        head=head_end(pieces, contents),
        tail=tail_start(pieces, credits_, columns),
        level=level,
        many=max(counted) >= 2 or level > 0 or bool(beyond),
        complete=contents.whole and contents.matched >= 2,
        title=line_key(title) if title else "",
        brief_heads={i for i, (p, q) in enumerate(pairwise(pieces)) if not p.prose and _begins_briefs(p, q)},
        numbered=numbered,
        numbered_sections=set() if numbered else numbered_sections(pieces, contents),
        days=days,
        serials=serials,
        marked_columns=marked,
        beyond=beyond,
        listed=listed,
        signed={i for i, credit in enumerate(credits_[1:]) if credit is not None and _signed(pieces, i, credits_)},
        running_columns=columns,
        emphasised=_emphasised(pieces),
        bracketed_sections=name_sections,
        bracketed=bracketed,
        spaced=_spaced(pieces),
        parted=_parted(pieces, credits_),
    )


def _signed(pieces: Sequence[Piece], i: int, credits_: Sequence[Credit | None]) -> bool:
    """Whether a short line set off from what is above has a person's name right below it, as a poem's title has."""
    if i + 2 >= len(pieces) or not pieces[i].blanks or pieces[i + 1].blanks or not pieces[i + 2].blanks:
        return False
    credit = credits_[i + 1]
    return credits_[i] is None and credit is not None and credit.author is not None


def _bylined(pieces: Sequence[Piece], credits_: Sequence[Credit | None]) -> int:
    """How many headlines have a unit right below them, and a paragraph below that."""
    trios = zip(pieces, credits_[1:], pieces[2:], strict=False)
    return sum(
        not p.prose
        and len(p.key) >= 6
        and not p.enumerated
        and credit is not None
        and credit.unit is not None
        and q.prose
        for p, credit, q in trios
    )


def _begins_briefs(head: Piece, first: Piece) -> bool:
    if not first.prose and first.text[-1] != "。":
        return False
    return first.text[0] in BRIEF_MARKS or (first.numbered and BRIEFS.search(head.plain) is not None)


def _spaced(pieces: list[Piece]) -> bool:
    """Whether paragraphs follow each other without space, everywhere, and space stands above short lines."""
    runs = [q.blanks for p, q in pairwise(pieces) if p.prose and q.prose]
    return len(runs) >= _RUNS and not any(runs)


def _parted(pieces: list[Piece], credits_: list[Credit | None]) -> bool:
    """Whether articles end with credits or begin with datelines, twice at least."""
    closings = sum(is_sure(credit) and pieces[i - 1].prose for i, credit in enumerate(credits_) if i)
    return closings >= 2 or sum(has_dateline(p.text) for p in pieces if p.prose) >= 2


def _listed(pieces: Sequence[Piece], credits_: Sequence[Credit | None]) -> set[int]:
    """Positions in runs of short lines: cells of a table, items of a list, verses.

    A headline may stand at the end of a run, before a paragraph, so the last lines there are not counted.
    """
    found: set[int] = set()
    run: list[int] = []
    for i, piece in enumerate(pieces):
        cell = len(piece.text) <= _CELL and not piece.finished and not piece.heading and not piece.wrapped_in_brackets
        if cell and not in_brackets(piece.text) and not _signed(pieces, i, credits_):
            run.append(i)
            continue
        if run and not in_brackets(piece.text):
            run = run[:-_HEADING]
        if len(run) >= _ROWS:
            found.update(run)
        run = []
    return found | set(run if len(run) >= _ROWS else ())


def _marked_headlines(pieces: list[Piece]) -> int:
    """How many short lines with a mark (`◆`) have a paragraph below them."""
    return sum(p.text[0] in BRIEF_MARKS and len(p.key) >= 6 and not p.prose and q.prose for p, q in pairwise(pieces))


def _emphasised(pieces: list[Piece]) -> bool:
    """Whether bold or larger type tells anything: some text is set so, and not much of it."""
    size = sum(len(p.text) for p in pieces if p.emphasis)
    return 0 < 3 * size < sum(len(p.text) for p in pieces)


def _displayed_headlines(pieces: list[Piece]) -> int:
    """How many short lines in bold or larger type are set in the middle above a paragraph: not headings inside."""
    return sum(p.emphasis and p.centred and not p.prose and q.prose for p, q in pairwise(pieces))


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
