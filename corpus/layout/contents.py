"""The table of contents: where it stands, what it lists, and which lines of the body its entries are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.layout.colophon import is_colophon
from corpus.layout.lines import BRIEF_MARKS, CONTENTS, Piece, line_key, plain
from corpus.layout.matching import LONGEST, Entry, Matcher, near
from corpus.layout.names import is_name, is_unit
from corpus.layout.words import AROUND, CONTENTS_HEADINGS, SELECTIONS

_LEADERS = " \t\u3000.．…·‥•⋯—–-_＿~～"
_LEADER_RUN = re.compile(r"(?:[.．…·‥•⋯—_＿-]\s?){3}")
_PAGE = re.compile(r"[(（\[【]?(?:第\s?)?([0-9０-９]{1,3})(?:[-—～~][0-9]{1,3})?\s?[页頁版]?[)）\]】]?$")
_LINK = re.compile(r"\[([^\[\]]{1,200})\]\([^()]{0,200}\)")
_ANCHOR = re.compile(r"\]\(#")
_NUMBER = re.compile(r"^[0-9]{1,2}[.、．]\s?(?![0-9])")
# What may be a credit behind an entry: set off by a stroke, a wide space or brackets.
_CREDIT = re.compile(
    r"(?:\s{0,3}[/／|｜]\s{0,3}|\s{2,}|\u3000)(?P<a>\S[^/／|｜]{1,30})$|[（(](?P<b>[^（）()]{2,30})[）)]$"
)
_SPACES = re.compile(r"\s+")
# Contents without a heading stand in the first so many lines.
_NEAR = 40
# A name of a section has rarely more characters than this.
_SECTION = 14


@dataclass(slots=True)
class Contents:
    """The contents of an issue: the pieces that are it, its entries, and the keys of its sections' names."""

    pieces: set[int] = field(default_factory=set)
    entries: list[Entry] = field(default_factory=list)
    sections: dict[str, str] = field(default_factory=dict)
    whole: bool = True  # False for a selection (`要目`)
    at_end: bool = False  # it stands behind the articles

    @property
    def first(self) -> int:
        return min(self.pieces)

    @property
    def matched(self) -> int:
        return sum(bool(e.at) for e in self.entries)


def find_contents(pieces: list[Piece]) -> Contents:
    """The table of contents among `pieces`, its entries matched with the body; empty if there is none."""
    begin, first = _heading(pieces)
    if first is None:
        begin, first = _leader_run(pieces)
    if first is None:
        begin, first = _recurring_run(pieces)
    if first is None:
        return Contents()
    at_end = not any(p.prose for p in pieces[first:]) and any(p.prose for p in pieces[:begin])
    lines = _last_lines(pieces, first) if at_end else _lines(pieces, first)
    if not lines:
        return Contents()
    end = first + len(lines)
    found = Contents(set(range(begin, end)))
    found.at_end = at_end
    found.whole = not any(pieces[i].key.endswith(SELECTIONS) for i in range(begin, first))
    _classify(Matcher(pieces, range(begin) if at_end else range(end, len(pieces))), lines, found)
    if not found.matched and not any(e.page is not None for e in lines):
        return Contents()
    return found


def _heading(pieces: list[Piece]) -> tuple[int, int | None]:
    """Where the heading `目录` begins and where the entries after it do; it may be spelt one character a line."""
    column = ""
    for i, piece in enumerate(pieces):
        if len(piece.text) == 1:
            column = (column + piece.plain)[-4:]
            size = next((n for n in (4, 2) if len(column) >= n and column[-n:] in CONTENTS_HEADINGS), 0)
            if size:
                return i - size + 1, i + 1
            continue
        column = ""
        if len(piece.text) <= 14 and piece.key in CONTENTS_HEADINGS:
            return i, i + 1
    return 0, None


def _leader_run(pieces: list[Piece]) -> tuple[int, int | None]:
    """Three lines with leaders and page numbers, or with links into the document, are contents without a heading."""
    where = [i for i, p in enumerate(pieces) if len(p.text) <= 2 * LONGEST and (_led(p.text) or _leads_inside(p))]
    for a, c in zip(where, where[2:], strict=False):
        if c - a <= 6:
            headed = a and pieces[a - 1].text[-1] in "：:" and pieces[a - 1].short
            return a - 1 if headed else a, a
    return 0, None


def _recurring_run(pieces: list[Piece]) -> tuple[int, int | None]:
    """Neighbouring lines near the beginning that all come again later, apart, are contents without a heading.

    Lines that come again as neighbours are rows of a table that stands twice: below a headline is its text.
    """
    last = {p.key: i for i, p in enumerate(pieces) if p.short and len(p.key) >= 6}
    for i, (p, q) in enumerate(pairwise(pieces[:_NEAR])):
        if last.get(p.key, 0) > i + 1 and last.get(q.key, 0) > last[p.key] + 1:
            # The line before them may be a section, which stands right above a headline.
            begin = i - 1 if i and i < last.get(pieces[i - 1].key, 0) < last[p.key] else i
            return begin, begin
    return 0, None


def _leads_inside(piece: Piece) -> bool:
    """Whether it is a link into the document, as its reader or its mark-up says."""
    return piece.role == CONTENTS or _ANCHOR.search(piece.text) is not None


def _led(text: str) -> bool:
    return text[-1].isdigit() and _LEADER_RUN.search(text) is not None


def _entry(piece: Piece) -> Entry:
    text, page = split_page(piece.text)
    link = _LINK.search(text)
    marked = text[:1] in BRIEF_MARKS + "·" or (text[:1] in "-*+" and text[1:2].isspace())
    bullet = piece.item or marked or bool(_NUMBER.match(text))
    if link:
        text = link[1]
    elif bullet:
        text = _NUMBER.sub("", text).lstrip(BRIEF_MARKS + "·-*+ \t\u3000") or text
    mark = piece.text[0] if piece.text[0] in BRIEF_MARKS else ""
    return Entry(text, line_key(text), piece.first, page, bullet, mark, _without_credit(text))


def _without_credit(text: str) -> str:
    """The key of an entry without the credit behind it: `题目　　张三`, `题目/容县水利局`, `题目（张三）`."""
    match = _CREDIT.search(text)
    if match is None or not any(map(str.isalpha, text[: match.start()])):
        return ""
    name = _SPACES.sub("", match["a"] or match["b"])
    return line_key(text[: match.start()]) if is_name(plain(name)) or is_unit(plain(name)) else ""


def split_page(text: str) -> tuple[str, int | None]:
    """A line of the contents without leaders and page number, and the page number."""
    match = _PAGE.search(text[-12:])
    if match is None:
        return text.rstrip(_LEADERS) or text, None
    head = text[: len(text) - len(match[0])]
    if not head or head[-1].isdigit():
        return text, None
    title = head.rstrip(_LEADERS)
    return (title, int(match[1])) if title else (text, None)


def _last_lines(pieces: list[Piece], first: int) -> list[Entry]:
    """Contents behind the articles end before the colophon, or after the last entry with a page number."""
    stop = next((i for i in range(first, len(pieces)) if is_colophon(pieces[i])), len(pieces))
    entries = [_entry(piece) for piece in pieces[first:stop]]
    paged = [i for i, entry in enumerate(entries, 1) if entry.page is not None]
    return entries[: paged[-1]] if paged else entries


def _lines(pieces: list[Piece], first: int) -> list[Entry]:
    """Contents end before a paragraph, or where what they list begins to come again."""
    entries: list[Entry] = []
    seen: set[str] = set()
    paged = False
    stop = len(pieces)
    for i in range(first, len(pieces)):
        piece = pieces[i]
        entry = _entry(piece)
        listed = _led(piece.text) or entry.bullet or _leads_inside(piece)
        if len(entry.text) > LONGEST or (piece.prose and not listed) or piece.heading:
            stop = i
            break
        if entry.page is None and entry.key and (entry.key in seen or (paged and _begins_one(entry.key, entries))):
            stop = i
            break
        paged = paged or entry.page is not None
        seen.add(entry.key)
        entries.append(entry)
    _trim(entries, pieces[stop:])
    return entries


def _begins_one(key: str, entries: list[Entry]) -> bool:
    """Whether `key` is that of an entry but for a character or two, or of the first line of one."""
    if len(key) < 6:
        return False
    keys = (entry.key for entry in entries[:8])
    return any(k.startswith(key) or (abs(len(k) - len(key)) <= 2 and near(k, key)) for k in keys)


def _trim(entries: list[Entry], rest: list[Piece]) -> None:
    """Takes back what was read too far: last lines without a page number that the `rest` does not repeat."""
    if not rest:
        # Everything to the end was short. Only page numbers say then where the contents end.
        while entries and entries[-1].page is None:
            entries.pop()
        return
    later = {p.key for p in rest if p.short}
    starts = {k[:6] for k in later if len(k) >= 6}
    while entries and entries[-1].page is None:
        key = entries[-1].key
        if entries[-1].bullet and entries[0].bullet:
            break
        if key and (key in later or key[:6] in starts or any(key[:n] in later for n in range(4, len(key)))):
            break
        entries.pop()


def _classify(matcher: Matcher, lines: list[Entry], found: Contents) -> None:
    """Tells sections from entries, joins entries over two lines, and matches them with the body."""
    paged = sum(e.page is not None for e in lines) * 2 >= len(lines)
    bulleted = not paged and sum(e.bullet for e in lines) * 2 >= len(lines)
    marks = _section_marks(lines)
    section: str | None = None
    held: Entry | None = None
    for entry in lines:
        plain = (paged and entry.page is None) or (bulleted and not entry.bullet)
        if entry.mark in marks:
            section = _add_section(found, entry)
            continue
        if held is not None:
            joined = held.key + entry.key
            if not plain and _goes_on(held, entry, matcher):
                entry = Entry(  # noqa: PLW2901
                    held.text + entry.text,
                    joined,
                    held.line,
                    entry.page,
                    held.bullet,
                    held.mark,
                    line_key(held.text) + entry.bare if entry.bare else "",
                )
            else:
                section = _add_section(found, held)
            held = None
        if plain:
            held = entry
            continue
        if not paged and not bulleted and _names_section(entry, matcher):
            section = _add_section(found, entry)
            continue
        entry.section = section
        found.entries.append(entry)
    if held is not None:
        _add_section(found, held)
    matcher.match(found.entries)


def _section_marks(lines: list[Entry]) -> set[str]:
    """Marks that stand before sections where entries have another: `★ 栏目`, `◇ 题目`."""
    sizes: dict[str, list[int]] = {}
    for entry in lines:
        sizes.setdefault(entry.mark, []).append(len(entry.key))
    first = lines[0].mark
    if not first or len(sizes) < 2 or len(sizes[first]) < 2 or lines[1].mark == first:
        return set()
    others = [n for mark, ns in sizes.items() if mark != first for n in ns]
    own = sizes[first]
    return {first} if max(own) <= _SECTION and sum(own) / len(own) < sum(others) / len(others) else set()


def _goes_on(held: Entry, entry: Entry, matcher: Matcher) -> bool:
    """Whether `held` is no section but the first line of a title that `entry` ends."""
    if len(held.key) > _SECTION or entry.text[0] in "—-":
        return True
    return matcher.knows(held.key + entry.key) and not matcher.knows(held.key)


def _add_section(found: Contents, entry: Entry) -> str:
    name = entry.text.strip(AROUND) or entry.text
    found.sections[line_key(name) or name] = name
    return name


def _names_section(entry: Entry, matcher: Matcher) -> bool:
    """Among lines that look alike, a section is in brackets, or short and before other headings in the body."""
    if entry.text[0] in "【《〖" and entry.text[-1] in "】》〗":
        return True
    return len(entry.key) <= 8 and matcher.heads_others(entry.key)
