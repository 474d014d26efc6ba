"""A file's split as an outline for people: everything at its line, and at the end a count by which nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from corpus.language import later, tr, trn
from corpus.marked import MarkedText
from corpus.records import Article, Document, Issue, Remainder
from search.output.formats import BETWEEN
from search.output.safe import one_line
from search.output.words import LEFT_OVER, articles

# What rows are of. A `left` row is text that nothing explains.
FILE: Final = "file"
SECTION: Final = "section"
ARTICLE: Final = "article"
FACTS: Final = "facts"
REST: Final = "rest"
LEFT: Final = "left"
WARNING: Final = "warning"
SUMMARY: Final = "summary"

# How much of a passage a line in a pipe shows; a terminal's line shows what fits.
_GLIMPSE: Final = 60
# Said of an article whose unit was not found.
UNKNOWN: Final = later("unit unknown")
_WARNED: Final = re.compile(r"(?:line |第 )(\d+)(?:: | 行：)")
_NO_WORD: Final = re.compile(r"[\W_]+")


class Row(NamedTuple):
    """One entry of an outline: what it is of, its lines in the file (`37-52`) where it has any, and its text."""

    kind: str
    lines: str
    text: str


class Sizes(NamedTuple):
    """Numbers of characters other than white space: of the articles, of the remainder, and of the file itself."""

    articles: int
    remainder: int
    file: int


def rows(text: MarkedText, document: Document) -> Iterator[Row]:
    """The outline of a document that was made of `text`, in the order of its lines."""
    known = issue_facts(document.issue)
    yield Row(FILE, "", one_line(f"{document.source}: {known}" if known else f"{document.source}:"))
    if document.corrected:
        yield Row(FACTS, "", one_line(tr("as corrected in {file}", file=document.corrected)))
    current: str | None = None
    numbers = {id(article): number for number, article in enumerate(document.articles, 1)}
    for _, _, entry in sorted(_entries(document), key=lambda entry: entry[:2]):
        if isinstance(entry, Article):
            if entry.section != current and not _same(entry.section, current):
                yield Row(SECTION, "", one_line(entry.section or tr("(no section)")))
            current = entry.section
            yield from article_rows(numbers[id(entry)], entry)
        elif isinstance(entry, Remainder) and entry.label == SECTION:
            current = entry.text
            yield Row(SECTION, span(entry.line_start, entry.line_end), _joined(entry.text))
        elif isinstance(entry, Remainder):
            yield _rest(entry)
        else:
            yield entry
    yield Row(SUMMARY, "", summary(sizes(text, document), document))


def issue_facts(issue: Issue) -> str:
    """What was read of an issue, on one line; empty where nothing was."""
    return BETWEEN.join(part for part in (issue.label, issue.date, issue.publisher) if part)


def article_rows(number: int, article: Article) -> Iterator[Row]:
    """An article: its number and title, and what is known of it."""
    mark = tr(" (untitled)") if article.untitled else ""
    lines = span(article.line_start, article.line_end)
    yield Row(ARTICLE, lines, f"{number}. {one_line(article.title)}{mark}")
    yield Row(FACTS, "", BETWEEN.join(facts(article)))


def facts(article: Article) -> list[str]:
    """What was read of an article, for people who check it."""
    date = tr("{date} (issue)", date=article.date) if article.date_from == "issue" else article.date
    region = article.regions[0] if article.regions else tr("region unknown")
    size = trn("{count:,} character", "{count:,} characters", characters(article.body))
    parts = (article.unit or tr(UNKNOWN), article.author, region, date or tr("date unknown"), size, article.id)
    return [one_line(part) for part in parts if part]


def plain(outline: Iterable[Row], *, width: int = 11) -> Iterator[str]:
    """The lines of an outline for a pipe; the numbers of lines stand right in `width` columns."""
    for row in outline:
        if row.kind in (FILE, SUMMARY):
            yield row.text
        else:
            mark = "# " if row.kind == SECTION else ""
            text = _glimpse(row.text) if row.kind in (REST, LEFT) else row.text
            yield f"{row.lines:>{width}}  {mark}{text}"


def sizes(text: MarkedText, document: Document) -> Sizes:
    """How many characters there are, and where they went; the derived title of a brief is of no file."""
    titles = sum(characters(article.title) for article in document.articles if not article.untitled)
    return Sizes(
        titles + sum(characters(article.body) for article in document.articles),
        sum(characters(rest.text) for rest in document.remainder),
        sum(characters(line.text) for line in text.lines),
    )


def summary(sized: Sizes, document: Document) -> str:
    """One line that shows whether anything was lost, and how much is doubtful."""
    total = sized.articles + sized.remainder
    parts = [
        articles(len(document.articles)),
        tr(
            "{articles:,} characters in articles + {remainder:,} in the remainder {equal} {file:,} in the file",
            **sized._asdict(),
            equal="=" if total == sized.file else tr("not"),
        ),
    ]
    if document.warnings:
        parts.append(trn("{count:,} warning", "{count:,} warnings", len(document.warnings)))
    if without := sum(article.unit is None for article in document.articles):
        parts.append(tr("{count} without a unit", count=without))
    return tr("; ").join(parts)


def placed(warning: str) -> tuple[int, str]:
    """The line that a warning is about, 0 for one about the whole file, and what it says."""
    found = _WARNED.match(warning)
    return (int(found[1]), warning[found.end() :]) if found else (0, warning)


def characters(text: str) -> int:
    """How many characters other than white space a text has."""
    return sum(map(len, text.split()))


def span(first: int, last: int) -> str:
    """Lines as people write them."""
    return str(first) if first == last else f"{first}-{last}"


def _entries(document: Document) -> Iterator[tuple[int, int, Article | Remainder | Row]]:
    """What stands in the outline, each with its line and its rank among what stands on one line."""
    for article in document.articles:
        yield article.line_start, 1, article
    for rest in document.remainder:
        yield rest.line_start, 0 if rest.label == SECTION else 2, rest
    for warning in document.warnings:
        line, said = placed(warning)
        yield line, 3, Row(WARNING, str(line) if line else "", tr("warning: {said}", said=one_line(said)))


def _rest(rest: Remainder) -> Row:
    kind, label = (LEFT, LEFT_OVER) if rest.label == "text" else (REST, rest.label)
    return Row(
        kind, span(rest.line_start, rest.line_end), tr("{label}: {text}", label=tr(label), text=_joined(rest.text))
    )


def _joined(text: str) -> str:
    return one_line(" ".join(text.split()))


def _same(section: str | None, heading: str | None) -> bool:
    """Whether a heading in the text is that section's, which has no brackets and numbers around it."""
    return bool(section and heading) and _NO_WORD.sub("", section or "") in _NO_WORD.sub("", heading or "")


def _glimpse(text: str) -> str:
    return text if len(text) <= _GLIMPSE else f"{text[: _GLIMPSE - 1]}…"
