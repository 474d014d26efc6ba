"""Results drawn for people at a terminal."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from typing import IO, Final, Literal

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from corpus.language import tr
from corpus.records import Article
from search.counts import tree
from search.output.cells import padded
from search.output.explained import Line, hit_lines, query_lines
from search.output.formats import BETWEEN, Fact, facts
from search.output.links import file_uri, shows_links
from search.output.outline import (
    ARTICLE,
    FACTS,
    FILE,
    LEFT,
    REST,
    SECTION,
    SUMMARY,
    UNKNOWN,
    WARNING,
    Row,
)
from search.output.overview import NEXT, STALE
from search.output.overview import Line as Known
from search.output.safe import one_line, visible
from search.output.wrap import wrap
from search.results import Hit, Results
from search.snippet import Highlighted

# Colours that are told apart on light and on dark ground, and styles that remain where there is no colour.
_MARK: Final = "bold red"
_TITLE: Final = "bold"
_KNOWN: Final = "dim"
_RANK: Final = "cyan"
_BAR: Final = "green"
_DOUBT: Final = "magenta"

# What the rows of an outline look like.
_STYLES: Final = {
    FILE: "bold",
    SECTION: "bold cyan",
    ARTICLE: "bold",
    FACTS: "dim",
    REST: "dim",
    LEFT: _DOUBT,
    WARNING: _DOUBT,
    SUMMARY: "",
}

_INDENT: Final = 4
_DEEPER: Final = 2
# A block that fills so many eighths of a cell, from the left.
_BLOCKS: Final[tuple[str, ...]] = ("", *"▏▎▍▌▋▊▉█")
_SNIPPET_LINES: Final = 2
# Cells for the names of an overview, the longest of which is `engine`.
_NAMES: Final = 8
# Longer lines are hard to read, however wide the terminal is.
_WIDEST: Final = 120
# Some terminals say that they have no width at all.
_NARROWEST: Final = 10


def console(stream: IO[str], color: Literal["auto", "always", "never"] = "auto") -> Console:
    """A console on a stream. It honours TERM and COLUMNS, with `auto` also NO_COLOR, and takes nothing in text for
    mark-up.
    """
    screen = Console(
        file=stream,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=True,
        force_terminal=True if color == "always" else None,
        no_color={"auto": None, "always": False, "never": True}[color],
    )
    if screen.is_dumb_terminal:  # Rich does not ask how wide it is
        screen.size = shutil.get_terminal_size()
    screen.width = max(screen.width, _NARROWEST)
    return screen


def snippet_width(screen: Console) -> int:
    """Characters of Chinese text that fill the lines of a snippet."""
    return max(20, _text_cells(screen) * _SNIPPET_LINES // 2 - 2)


def draw_results(screen: Console, results: Results) -> None:
    """One block for each result: rank and title, what is known of the article, its best passage, and why it is there
    where that was asked.
    """
    if results.explained:
        _draw_lines(screen, query_lines(results.explained), indent=0)
    for number, hit in enumerate(results.hits):
        if number or results.explained:
            screen.print()
        _draw_hit(screen, hit)


def draw_article(
    screen: Console, title: Highlighted, body: Highlighted, article: Article, *, paged: bool = False
) -> None:
    """A whole article; for a pager without links, which older ones show as text."""
    for line in _wrapped(screen, title, _TITLE, indent=0):
        screen.print(line)
    _draw_facts(screen, facts(article), indent=0, linked=not paged)
    screen.print()
    for line in _wrapped(screen, body, "", indent=0):
        screen.print(line)


def draw_outline(screen: Console, outline: Iterable[Row]) -> None:
    """The split of a file: numbers of lines on the left, all else beside them; of what is no article, one line."""
    entries = list(outline)
    gutter = max((len(row.lines) for row in entries), default=0) + 2
    for row in entries:
        if row.kind in (SECTION, SUMMARY):
            screen.print()
        indent = 0 if row.kind in (FILE, SUMMARY) else gutter
        text = _lit(_doubtful(row.text), _STYLES[row.kind])
        if row.kind in (FILE, FACTS):
            text = _packed(text.split(BETWEEN), _text_cells(screen, indent))
        pieces = _lines(screen, text, indent=indent)
        if row.kind in (REST, LEFT) and len(pieces) > 1:
            pieces = [_cut_short(pieces[0], screen.width)]
        for number, piece in enumerate(pieces):
            lines = Text(f"{row.lines:>{gutter - 2}}  ", style=_RANK)
            screen.print(Text.assemble(lines, piece[gutter:]) if indent and number == 0 else piece)


def _doubtful(text: str) -> Highlighted:
    """A text of an outline in which it is marked where a unit is not known."""
    unknown = tr(UNKNOWN)
    place = text.find(unknown)
    return Highlighted(text, ((place, place + len(unknown)),) if place >= 0 else ())


def _cut_short(line: Text, cells: int) -> Text:
    """A line that goes on, and shows that it does."""
    line.truncate(min(cells, _WIDEST) - 1)
    line.rstrip()
    return Text.assemble(line, "…")


def _glance(article: Article) -> list[Fact]:
    """What tells articles apart at a glance: unit, region without its province, section, date, the name of the file,
    id; paths of files where there are several, for they may have the same name.
    """
    region = article.regions[0] if article.regions else None
    if region:
        region = "/".join(region.split("/")[1:]) or region
    known = [Fact(one_line(part)) for part in (article.unit, region, article.section, article.date) if part]
    files = [Fact(one_line(path if article.copies else os.path.basename(path)), path) for path in article.sources]
    return [*known, *files, Fact(article.id)]


def _draw_facts(screen: Console, known: Iterable[Fact], *, indent: int, linked: bool = True) -> None:
    """Facts side by side, on as few lines as hold them without cutting one; those that name files lead there."""
    links = linked and shows_links(screen)
    texts = (_linked(fact.text, fact.file if links else None) for fact in known)
    for line in _lines(screen, _packed(texts, _text_cells(screen, indent), _KNOWN), indent=indent):
        screen.print(line)


def _linked(text: str, file: str | None) -> Text:
    """A text that leads to a file, if there is one."""
    return Text(text, style=Style(link=file_uri(file)) if file else "")


def _packed(known: Iterable[Text], cells: int, style: str = "") -> Text:
    """Facts on lines of at most so many cells, unless one alone takes more."""
    packed = Text(style=style)
    used = 0
    for fact in known:
        width = cell_len(fact.plain)
        if used and used + len(BETWEEN) + width <= cells:
            packed.append(BETWEEN)
            used += len(BETWEEN) + width
        else:
            packed.append("\n" if packed else "")
            used = width
        packed.append_text(fact)
    return packed


def _draw_hit(screen: Console, hit: Hit) -> None:
    rank = Text(f"{hit.rank:>{_INDENT - 1}} ", style=_RANK)
    for number, line in enumerate(_wrapped(screen, hit.title, _TITLE, indent=_INDENT)):
        screen.print(Text.assemble(rank, line[_INDENT:]) if number == 0 else line)
    _draw_facts(screen, _glance(hit.article), indent=_INDENT)
    for line in _wrapped(screen, hit.snippet, "", indent=_INDENT)[:_SNIPPET_LINES]:
        screen.print(line)
    if hit.explained:
        _draw_lines(screen, hit_lines(hit.explained), indent=_INDENT)


def _draw_lines(screen: Console, lines: Iterable[Line], *, indent: int) -> None:
    """Lines of an explanation, indented by their depth but no further than the middle of the screen."""
    for line in lines:
        inside = min(indent + _DEEPER * line.depth, screen.width // 2)
        for piece in _wrapped(screen, Highlighted(line.text), _KNOWN, indent=inside):
            screen.print(piece)


def _wrapped(screen: Console, highlighted: Highlighted, style: str, *, indent: int) -> list[Text]:
    """Highlighted text as lines that fit the screen."""
    return _lines(screen, _lit(highlighted, style), indent=indent)


def _lit(highlighted: Highlighted, style: str) -> Text:
    """Highlighted text, safe to print."""
    text = Text(visible(highlighted.text), style=style)
    for start, end in highlighted.ranges:
        text.stylize(_MARK, start, end)
    return text


def _lines(screen: Console, text: Text, *, indent: int) -> list[Text]:
    """A text as lines that fit the screen."""
    return [_indented(text[start:end], indent) for start, end in wrap(text.plain, _text_cells(screen, indent))]


def _indented(line: Text, indent: int) -> Text:
    return Text.assemble(" " * indent, line)


def _text_cells(screen: Console, indent: int = _INDENT) -> int:
    return max(2, min(screen.width, _WIDEST) - indent)


def draw_overview(screen: Console, lines: Iterable[Known]) -> None:
    """Names, and what is known beside them; what needs doing stands out, and what to type is not cut."""
    for line in lines:
        name = Text(padded(line.name, _NAMES), style=_RANK)
        if line.name == tr(NEXT):
            screen.print(Text.assemble(name, (line.text, _TITLE)))
            continue
        style = _DOUBT if line.name == tr(STALE) else ""
        for number, piece in enumerate(_wrapped(screen, Highlighted(line.text), style, indent=_NAMES)):
            screen.print(Text.assemble(name, piece[_NAMES:]) if number == 0 else piece)


def draw_counts(screen: Console, field: str, counts: Mapping[str, int]) -> None:
    """A number, a bar in proportion and the value on each line; regions as a tree."""
    rows = [(0, value, count) for value, count in counts.items()]
    if field == "region":
        rows = [(path.count("/"), path.rpartition("/")[2], count) for path, count in tree(counts.items())]
    most = max((count for *_, count in rows), default=1)
    digits, room = len(str(most)), min(_WIDEST, screen.width) // 5
    links = field == "source" and shows_links(screen)
    for depth, value, count in rows:
        head = Text.assemble((f"{count:>{digits}}", _RANK), " ", (_bar(count / most, room), _BAR), " ")
        indent = min(cell_len(head.plain) + _DEEPER * depth, screen.width // 2)
        text = _linked(one_line(value), value if links else None)
        for number, line in enumerate(_lines(screen, text, indent=indent)):
            screen.print(Text.assemble(head, line[cell_len(head.plain) :]) if number == 0 else line)


def _bar(share: float, cells: int) -> str:
    """A bar that fills a share of so many cells, in eighths of a cell; what is counted shows at least one."""
    full, eighths = divmod(max(1, round(share * cells * 8)), 8)
    bar = _BLOCKS[8] * full + _BLOCKS[eighths]
    return bar.ljust(cells)
