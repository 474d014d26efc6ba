"""The machine formats of `search`: each a function from results to the pieces of text to print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from corpus.frozen import Frozen
from corpus.language import tr
from search.output.records import HIT_FIELDS, dump, hit_record, page_record, select
from search.output.safe import one_line

if TYPE_CHECKING:
    from corpus.records import Article
    from search.results import Results

# What a table shows unless told otherwise: ranges are of no use in it.
TABLE_FIELDS: Final = tuple(name for name in HIT_FIELDS if name not in {"highlights", "title_highlights"})

# Before the lines that explain a result.
_INDENT: Final = "    "
# Between facts on one line.
BETWEEN: Final = " · "


class Fact(Frozen):
    """What is known of an article, on one line, and the file that it names, if it does."""

    text: str
    file: str | None = None


Formatter = Callable[["Results", "tuple[str, ...] | None", str], Iterator[str]]


def json(results: Results, fields: tuple[str, ...] | None, end: str) -> Iterator[str]:
    """One object for the page."""
    yield dump(page_record(results, fields or HIT_FIELDS), indent=2) + end


def jsonl(results: Results, fields: tuple[str, ...] | None, end: str) -> Iterator[str]:
    """One object a line for each result."""
    for hit in results.hits:
        yield dump(select(hit_record(hit), fields or HIT_FIELDS)) + end


def csv_table(results: Results, fields: tuple[str, ...] | None, _: str) -> Iterator[str]:
    """Comma-separated values with a header (RFC 4180, lines ended by a line feed); no cell is a formula."""
    from search.output.tables import csv_row

    names = fields or TABLE_FIELDS
    for row in (list(names), *_rows(results, names)):
        yield csv_row(row)


def tsv_table(results: Results, fields: tuple[str, ...] | None, end: str) -> Iterator[str]:
    """Tab-separated values with a header; tabs and line breaks in values are spaces."""
    from search.output.tables import tsv_row

    names = fields or TABLE_FIELDS
    for row in (list(names), *_rows(results, names)):
        yield tsv_row(row) + end


def ids(results: Results, _: tuple[str, ...] | None, end: str) -> Iterator[str]:
    """The ids of the results."""
    for hit in results.hits:
        yield hit.article.id + end


def paths(results: Results, _: tuple[str, ...] | None, end: str) -> Iterator[str]:
    """All files of the results, each once."""
    for source in dict.fromkeys(source for hit in results.hits for source in hit.article.sources):
        yield source + end


def plain(results: Results, _: tuple[str, ...] | None, end: str) -> Iterator[str]:
    """One line for each result, for people who pipe: title, what is known of the article, snippet; below it the
    explanation.
    """
    from search.output.explained import hit_lines, query_lines

    for line in query_lines(results.explained) if results.explained else ():
        yield line.indented() + end
    for hit in results.hits:
        yield f"{one_line(hit.article.title)}  [{known(hit.article)}]  {one_line(hit.snippet.text)}{end}"
        for line in hit_lines(hit.explained) if hit.explained else ():
            yield f"{_INDENT}{line.indented()}{end}"


def known(article: Article) -> str:
    """What is known of an article besides its text, on one line; its id comes last."""
    return BETWEEN.join(fact.text for fact in facts(article))


def facts(article: Article) -> list[Fact]:
    """What is known of an article besides its text; its id comes last."""
    region = article.regions[0] if article.regions else None
    parts = (article.unit, article.author, region, article.section, article.date, article.issue.label)
    first, *copies = (Fact(one_line(f"{place.source}:{place.line_start}"), place.source) for place in article.places)
    also = (Fact(tr("also in {place}", place=copy.text), copy.file) for copy in copies)
    return [*(Fact(one_line(part)) for part in parts if part), first, *also, Fact(article.id)]


FORMATS: Final[dict[str, Formatter]] = {
    "text": plain,
    "json": json,
    "jsonl": jsonl,
    "csv": csv_table,
    "tsv": tsv_table,
    "ids": ids,
    "paths": paths,
}


def _rows(results: Results, names: tuple[str, ...]) -> Iterator[list[str]]:
    for hit in results.hits:
        record = hit_record(hit)
        yield [_cell(record[name]) for name in names]


def _cell(value: Any) -> str:
    """A value of a record as text: lists joined by semicolons, an issue as its title and number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join("-".join(map(str, item)) if isinstance(item, list) else str(item) for item in value)
    if isinstance(value, dict):
        return " ".join(part for part in (value["title"], value["number"]) if part)
    return str(value)
