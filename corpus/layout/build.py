"""Articles and remainder out of labelled pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.dates import find_date
from corpus.layout.closing import Credit
from corpus.layout.contents import Contents
from corpus.layout.dateline import dateline_of
from corpus.layout.lines import (
    BODY,
    BRIEF,
    BRIEF_BODY,
    BRIEF_MARKS,
    BYLINE,
    CLOSING,
    ENUMERATOR,
    SECTION,
    TITLE,
    TITLE_MORE,
    Piece,
    line_key,
    plain,
)
from corpus.layout.numbering import DAY, is_serial
from corpus.layout.paragraphs import join, paragraphs
from corpus.layout.words import AROUND, BODY_LABEL, NOTICES, ONE_ARTICLE, TITLE_LABEL
from corpus.records import Remainder

# `综合新闻　第2版`: the page of a newspaper behind the name of its column.
_PAGE_OF = re.compile(r"\s{1,4}(?:第\s?[0-9一二三四五六七八]{1,2}\s?版|[A-D]?[0-9]{1,2}版)$")
# `封面故事｜大桥合龙那一夜`, `【基层动态】东关镇整治河道`: the name of the column before the title.
_BAR = re.compile(
    r"(?:(?P<bar>[㐀-鿿]{2,8})\s?[｜|丨│]|【(?P<brackets>[㐀-鿿]{2,8})(?<![讯訊])】)\s{0,2}(?=[^\s｜|丨│【】]{3})"
)
_CLAUSE_END = re.compile(r"[，。；！？,;!?]")
_DERIVED = 30
MARK, DATELINE, TEXT = "mark", "dateline", "text"


@dataclass(slots=True)
class Draft:
    """An article in the making."""

    section: str | None
    title: list[Piece] = field(default_factory=list)
    body: list[Piece] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    entry: int | None = None
    place: str | None = None
    datelined: bool = False
    day: str | None = None
    byline_date: str | None = None
    closing_date: str | None = None
    first: int = 0
    last: int = 0

    def take(self, piece: Piece) -> None:
        """Counts the lines of `piece` among those of the article."""
        self.first = min(self.first or piece.first, piece.first)
        self.last = max(self.last, piece.last)

    @property
    def headline(self) -> str:
        text = ""
        for piece in self.title:
            text = join(text, piece.text) if text else piece.text
        return text

    @property
    def unit(self) -> str | None:
        return next((c.unit for c in self.credits if c.unit), None) if self.credits else None

    @property
    def author(self) -> str | None:
        return next((c.author for c in self.credits if c.author), None) if self.credits else None

    def text(self) -> str:
        """The body, a paragraph a line."""
        return "\n".join(paragraphs(self.body))


@dataclass(slots=True)
class Built:
    """What labelled pieces amount to. `rest` holds what is in no article, with its label and in no order."""

    drafts: list[Draft] = field(default_factory=list)
    rest: list[tuple[str, Piece]] = field(default_factory=list)


def build(pieces: list[Piece], contents: Contents, credits_: Sequence[Credit | None]) -> Built:
    """Collects the articles and the remainder from labelled pieces; `credits_` are those that each piece gives."""
    built = Built()
    section: str | None = None
    draft: Draft | None = None
    day: Piece | None = None  # in a chronicle, the day that the text is about
    above: list[tuple[Piece, Credit | None]] = []  # credits above a title
    before = ""
    barred = sum(p.label == TITLE and _BAR.match(p.text) is not None for p in pieces) >= 2
    for piece, credit in zip(pieces, credits_, strict=True):
        label = piece.label
        if label == SECTION:
            name = section_name(piece)
            day = piece if DAY.fullmatch(name) else None
            section, draft, above = section if day or is_serial(plain(name)) else name, None, []
            built.rest.append((label, piece))
        elif label in (BODY, BRIEF, BRIEF_BODY, TITLE, TITLE_MORE):
            if draft is None or _begins(draft, piece, before):
                section = _section_of(piece, section, before, contents)
                if label == TITLE and barred and (bar := _BAR.match(piece.text)) is not None:
                    _set_aside(built, piece, bar[0].strip(), SECTION)
                    section = bar["bar"] or bar["brackets"]
                    piece.text = piece.text[bar.end() :]
                draft = Draft(section)
                built.drafts.append(draft)
                for line in above:
                    _add_credit(draft, *line)
                draft.day = day.text if day is not None else None
                above = []
            _add(draft, piece, built)
        elif label in (BYLINE, CLOSING) and draft is not None:
            _add_credit(draft, piece, credit)
            built.rest.append((label, piece))
        else:
            if label == BYLINE:
                above.append((piece, credit))
            else:
                draft, above = None, []
            built.rest.append((label, piece))
        before = label
    _drop_bodiless(built)
    _share_unit(built.drafts)
    return built


def _section_of(piece: Piece, section: str | None, before: str, contents: Contents) -> str | None:
    """The section of the article that `piece` begins, `section` being the one before it, `before` the label there."""
    if piece.column:
        section = section_name(piece)
    if before != SECTION and section is not None and plain(section) in ONE_ARTICLE:
        section = None
    if piece.label == TITLE and piece.entry is not None:
        section = contents.entries[piece.entry].section or section
    return None if before != SECTION and piece.key in NOTICES else section


def _add_credit(draft: Draft, piece: Piece, credit: Credit | None) -> None:
    """What a line above or below an article's text says of its unit and author, which are its `credit`, and date."""
    draft.take(piece)
    found = find_date(piece.text)
    date = found.iso if found is not None and len(found.iso) == len("2022-10-18") else None
    if piece.label == CLOSING:
        # A source is of its own date, not of the article's.
        reported = credit is None or credit.unit or credit.author
        draft.closing_date = draft.closing_date or (date if reported else None)
        # What closes an article is more often the writer's unit than what stands above it.
        draft.credits[:0] = [credit] if credit is not None else []
    else:
        draft.byline_date = draft.byline_date or date
        draft.credits += [credit] if credit is not None else []


def _begins(draft: Draft, piece: Piece, before: str) -> bool:
    """Whether `piece`, the label before it being `before`, begins another article."""
    return piece.label in (TITLE, BRIEF) or (piece.label == BODY and before == CLOSING)


def section_name(piece: Piece) -> str:
    """The name of a section, without brackets and marks around it."""
    text = _PAGE_OF.sub("", piece.text).strip(AROUND)
    number = ENUMERATOR.match(text)
    return (text[number.end() :].strip() if number else text) or piece.text


def _add(draft: Draft, piece: Piece, built: Built) -> None:
    draft.take(piece)
    if piece.sign:
        _set_aside(built, piece, piece.sign)
    if piece.label in (TITLE, TITLE_MORE):
        if draft.entry is None:
            draft.entry = piece.entry
        _strip_title_marks(piece, built)
        draft.title.append(piece)
        return
    if piece.label == BRIEF:
        _strip_brief_mark(piece, built)
    if not draft.body:
        label = BODY_LABEL.match(plain(piece.text[:20]))
        if label is not None:
            _set_aside(built, piece, label[0].strip())
            piece.text = piece.text[label.end() :]
            if not piece.text:
                return
        _take_dateline(draft, piece, built)
    draft.body.append(piece)


def _strip_title_marks(piece: Piece, built: Built) -> None:
    text = piece.text
    label = TITLE_LABEL.match(plain(text[:40]))
    if label is not None:
        _set_aside(built, piece, label[0].strip())
        piece.text = text[label.end() :]
    elif text[0] == "【" and text[-1] == "】" and len(text) > 2:
        _set_aside(built, piece, "【】")
        piece.text = text[1:-1].strip() or text
    elif text[0] in BRIEF_MARKS and len(text) > 1:
        _set_aside(built, piece, text[0])
        piece.text = text[1:].strip()
    elif piece.enumerated and not piece.heading and piece.label == TITLE:
        number = ENUMERATOR.match(text)
        if number is not None and text[number.end() :].strip():
            _set_aside(built, piece, number[0])
            piece.text = text[number.end() :].strip()


def _strip_brief_mark(piece: Piece, built: Built) -> None:
    text = piece.text
    number = ENUMERATOR.match(text)
    size = number.end() if number else len(text) - len(text.lstrip(BRIEF_MARKS))
    if 0 < size < len(text) and text[size:].strip():
        _set_aside(built, piece, text[:size])
        piece.text = text[size:].strip()


def _take_dateline(draft: Draft, piece: Piece, built: Built) -> None:
    found = dateline_of(piece.text)
    if found is None or not piece.text[found.length :].strip():
        return
    draft.place, draft.datelined = found.place, True
    if found.unit or found.author:
        draft.credits.append(Credit(found.unit, found.author, 0.0))
    _set_aside(built, piece, piece.text[: found.length].strip(), DATELINE)
    piece.text = piece.text[found.length :].strip()


def _set_aside(built: Built, piece: Piece, text: str, label: str = MARK) -> None:
    built.rest.append((label, Piece(piece.first, text)))


def _share_unit(drafts: list[Draft]) -> None:
    """A unit below the last of several briefs is that of those before it too which name it."""
    for draft, after in zip(reversed(drafts[:-1]), reversed(drafts[1:]), strict=True):
        unit = after.unit
        alike = not draft.title and not after.title and draft.section == after.section
        if alike and unit and not draft.unit and not draft.author and any(unit in p.text for p in draft.body):
            draft.credits.append(Credit(unit, None, 0.0))


def _drop_bodiless(built: Built) -> None:
    """A headline that nothing follows is an article only if the contents or a heading mark say so."""
    kept = []
    for draft in built.drafts:
        if draft.body or draft.entry is not None or any(p.heading for p in draft.title):
            kept.append(draft)
        else:
            built.rest += [(TEXT, p) for p in draft.title]
    built.drafts = kept


def derived_title(body: str) -> str:
    """A title for a brief without one: its first clause that says more than a date, cut at 30 characters."""
    head = body[:200].split("\n", 1)[0]
    start = 0
    while (end := _CLAUSE_END.search(head, start)) is not None:
        clause = head[start : end.start()]
        if len(line_key(clause)) >= 6 and not _only_dates(clause):
            break
        start = end.end()
    clause = head[start : end.start() if end else None].strip() or head
    if len(clause) > _DERIVED:
        clause = clause[:_DERIVED]
    return clause.strip().rstrip("，。；：、！？,;:!?“‘（(《—-· ").strip() or clause.strip()


def _only_dates(clause: str) -> bool:
    """Whether a clause says little more than when."""
    found = find_date(clause, base="2000")
    return found is not None and found.start <= 2 and len(line_key(clause[found.end :])) <= 4


def remainder_of(rest: Iterable[tuple[str, Piece]]) -> tuple[Remainder, ...]:
    """The remainder in the order of the source, neighbours with the same label put together."""
    runs: list[tuple[str, list[Piece]]] = []
    for label, piece in sorted(rest, key=lambda r: r[1].first):
        before, run = runs[-1] if runs else ("", [])
        if before == label and label not in (MARK, DATELINE) and piece.first <= run[-1].last + 6:
            run.append(piece)
        else:
            runs.append((label, [piece]))
    return tuple(Remainder(label, _text_of(run), run[0].first, run[-1].last) for label, run in runs)


def _text_of(run: Sequence[Piece]) -> str:
    return "\n".join(f"{piece.sign} {piece.text}" if piece.sign else piece.text for piece in run)
