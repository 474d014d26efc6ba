"""E-books in EPUB."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from corpus.errors import CorpusError, NoTextError
from corpus.language import tr
from corpus.limits import check_lines
from corpus.marked import Line, MarkedText
from corpus.readers.epub.book import Book, Entry
from corpus.readers.html import fragment
from corpus.readers.html.head import decode_page
from corpus.readers.html.sheets import Rules, as_page, rules

_CONTENTS: Final = "contents"
# So far from a page's beginning stands its heading.
_HEAD: Final = 5


def read_bytes(data: bytes, encoding: str | None) -> MarkedText:
    """The text of an e-book, page by page as it is read; `encoding` overrides what its pages say.

    The page that is its table of contents has that role; contents for reading programs alone tell headings. Raises
    `CorpusError` for what is no e-book, damaged, or protected against copying.
    """
    book = Book(data)
    said = rules(_sheets(book))
    entries = book.contents()
    lines: list[Line] = []
    named: dict[int, int] = {}
    warnings: list[str] = []
    for name in dict.fromkeys(book.pages()):
        try:
            page = _page(book, name, encoding, said)
        except CorpusError as error:
            warnings.append(tr("read without the part {name}: {error}", name=name, error=error))
            continue
        found = _named(page, [entry for entry in entries if entry.part == name])
        named |= {len(lines) + i: level for i, level in found.items()}
        lines += page
        check_lines(len(lines))
    if not any(line.text.strip() for line in lines):
        raise NoTextError(tr("; ").join([tr("no text in it"), *warnings[:1]]))
    lines = [line._replace(number=n) for n, line in enumerate(_with_headings(lines, named), 1)]
    return MarkedText(tuple(lines), paragraphs=True, title=book.title, date=book.date, warnings=tuple(warnings))


def _sheets(book: Book) -> Iterator[str]:
    for name in book.styles():
        try:
            yield book.read(name).decode("utf-8", "replace")
        except CorpusError:  # how a book looks is no reason not to read it
            continue


def _page(book: Book, name: str, encoding: str | None, said: Rules) -> list[Line]:
    source = decode_page(book.read(name), encoding).text
    lines = [*fragment(as_page(source, said)), Line(0, "")]
    if book.is_contents(name):
        return [line._replace(role=_CONTENTS) if line.text.strip() else line for line in lines]
    return lines


def _named(lines: list[Line], entries: list[Entry]) -> dict[int, int]:
    """Which lines of a page without headings the contents name, and on which level."""
    if any(line.heading for line in lines):
        return {}
    levels = {_key(entry.text): entry.level for entry in reversed(entries)}
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    among = filled[:_HEAD] if len(entries) == 1 else filled
    return {i: levels[_key(lines[i].text)] for i in among if _key(lines[i].text) in levels}


def _with_headings(lines: list[Line], named: dict[int, int]) -> list[Line]:
    """Lines that the contents name as headings, or as standing out where they name no more than sections."""
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    after = dict(pairwise(filled))
    above = sum(i in after and after[i] not in named and lines[after[i]].emphasis for i in named)
    if above * 3 > len(named):
        return [line._replace(emphasis=True) if i in named else line for i, line in enumerate(lines)]
    return [line._replace(heading=named[i]) if i in named else line for i, line in enumerate(lines)]


def _key(text: str) -> str:
    return "".join(text.split())
