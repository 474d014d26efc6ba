"""What `wensou search` answers with: a page of results, a number, counts, or a line for each of many queries."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from corpus.frozen import Frozen
from corpus.language import tr, trn
from search.cli.messages import note
from search.cli.screen import screen
from search.errors import QueryError, RequestError
from search.output.safe import visible

if TYPE_CHECKING:
    from index.engines import Sort
    from search.advice import Suggestion
    from search.query import Filters
    from search.query.regions import NamedRegion
    from search.results import Counts, Results
    from search.searcher import Options, Searcher
    from search.sources import SourceNames

# What bytes become that are no text in the encoding of the system (PEP 383).
_NO_TEXT: Final = "[\udc80-\udcff]"


class Request(Frozen):
    """What is searched for, but the query."""

    filters: Filters
    options: Options
    sort: Sort
    limit: int
    page: int
    explain: bool = False


class Form(Frozen):
    """How answers are written: the format, its fields if not all, what ends an entry, and whether Excel reads it."""

    format: str
    fields: tuple[str, ...] | None = None
    end: str = "\n"
    excel: bool = False
    quiet: bool = False


def show_count(searcher: Searcher, query: str, request: Request, form: Form) -> bool:
    """Prints how many articles match; whether any does."""
    total = searcher.count(query, filters=request.filters, options=request.options)
    if not form.quiet:
        sys.stdout.write(f"{total}\n")
        _tell_regions(searcher.regions(query, filters=request.filters))
    return total > 0


def show_counts(searcher: Searcher, field: str, query: str, request: Request, form: Form) -> bool:
    """Prints how many of the articles that match have each value of a field; whether any matches."""
    counts = searcher.count_by(field, query, filters=request.filters, options=request.options)
    if form.quiet:
        return counts.total > 0
    drawn = screen() if form.format == "text" else None
    if drawn is not None:
        from search.output.terminal import draw_counts

        draw_counts(drawn, field, counts.values)
    else:
        from search.output.counts import COUNT_FORMATS

        _write(COUNT_FORMATS[form.format](field, counts.values), excel=form.excel)
    tell_counts(counts, searcher.regions(query, filters=request.filters))
    return counts.total > 0


def show_page(
    searcher: Searcher, names: SourceNames, query: str, request: Request, form: Form, *, advise: bool
) -> bool:
    """Prints a page of results, and tells a person what else there is to know; whether something was found."""
    drawn = screen() if form.format == "text" and not form.quiet else None
    width: dict[str, int] = {}
    if drawn is not None:
        from search.output import terminal

        width = {"snippet_width": terminal.snippet_width(drawn)}
    results = _with_paths(_search(searcher, query, request, advise=advise, **width), names)
    if form.quiet:
        return bool(results.hits)
    if drawn is not None:
        terminal.draw_results(drawn, results)
    else:
        from search.output.formats import FORMATS

        _write(FORMATS[form.format](results, form.fields, form.end), excel=form.excel)
    _tell(results)
    return bool(results.hits)


def answer_batch(
    searcher: Searcher, names: SourceNames, queries: Iterable[str], request: Request, form: Form
) -> tuple[bool, bool]:
    """Prints one JSON object a line for each query, as soon as it is answered; whether any found something, and
    whether any could not be understood.
    """
    from search.output.records import HIT_FIELDS, dump, page_record

    found = failed = False
    for line in queries:
        query = line.rstrip("\r\n")
        record: dict[str, Any]
        try:
            refuse_bytes(query)
            if not query.strip() and not request.filters:
                raise RequestError(tr("an empty line is no query"))
            results = _with_paths(_search(searcher, query, request, advise=True), names)
            record = page_record(results, form.fields or HIT_FIELDS)
            found = found or bool(results.hits)
        except (QueryError, RequestError) as fault:
            record = {"query": query, "error": str(fault), "results": []}
            failed = True
        sys.stdout.write(dump(record) + "\n")
        sys.stdout.flush()
    return found, failed


def refuse_bytes(query: str) -> None:
    """Raises RequestError for a query that was read in another encoding than it is in."""
    if re.search(_NO_TEXT, query):
        raise RequestError(tr("the query is in another encoding than UTF-8; to convert it: iconv -f gb18030 -t utf-8"))


def _search(searcher: Searcher, query: str, request: Request, **more: Any) -> Results:
    return searcher.search(
        query,
        filters=request.filters,
        options=request.options,
        sort=request.sort,
        limit=request.limit,
        page=request.page,
        explain=request.explain,
        **more,
    )


def _with_paths(results: Results, names: SourceNames) -> Results:
    """The results with their sources as paths from here."""
    hits = (hit.but(article=names.shown(hit.article)) for hit in results.hits)
    return results.but(hits=tuple(hits))


def _write(pieces: Iterable[str], *, excel: bool) -> None:
    show: Callable[[str], str] = visible if sys.stdout.isatty() else str
    if excel:
        from search.output.tables import EXCEL_MARK

        sys.stdout.write(EXCEL_MARK)
    for piece in pieces:
        sys.stdout.write(show(piece))


def tell_counts(counts: Counts, regions: Sequence[NamedRegion]) -> None:
    """What a person wants to know besides counts by value."""
    if sys.stderr.isatty() and not counts.total:
        note(tr("nothing found"))
    if counts.total and not counts.values:
        note(
            trn(
                "{count} article matches, and its {field} is not known",
                "{count} articles match, and of none the {field} is known",
                counts.total,
                field=tr(counts.field),
            )
        )
    _tell_regions(regions)


def _tell_regions(regions: Sequence[NamedRegion]) -> None:
    if regions:
        from search.cli.advice import region_lines

        for line in region_lines(regions, on_terminal=sys.stderr.isatty()):
            note(line)


def _tell(results: Results) -> None:
    context = click.get_current_context()

    def written(suggestion: Suggestion) -> str:

        from search.cli.advice import command_line

        return command_line(suggestion, context)

    tell(
        results,
        written,
        following=f"--page {results.page + 1}",
        loosened=tr(" (--all-words turns this off)"),
    )


def tell(results: Results, written: Callable[[Suggestion], str], *, following: str, loosened: str = "") -> None:
    """What a person wants to know besides the results. `written` and `following` are what to type for a suggestion and
    for the next page; `loosened` is said besides where articles have some of the words.
    """
    on_terminal = sys.stderr.isatty()
    if results.loosened and results.hits:
        note(tr("no article has all words; these have some of them") + loosened)
    if on_terminal and not results.total:
        note(tr("nothing found"))
    if results.regions or results.advice:
        _advise(results, written, on_terminal=on_terminal)
    if on_terminal and (line := _in_pages(results, following)):
        note(line)


def _advise(results: Results, written: Callable[[Suggestion], str], *, on_terminal: bool) -> None:
    """What the names of regions came to, and what to try where no article has all words."""
    from search.cli.advice import advice_lines, region_lines

    for line in (*region_lines(results.regions, on_terminal=on_terminal), *advice_lines(results, written)):
        note(line)


def _in_pages(results: Results, following: str) -> str:
    """Which results these are, where there are more, and what leads to the next; else nothing."""
    if results.page > results.pages > 0:
        pages = trn("{count} page", "{count} pages", results.pages)
        return trn("there is 1 result on {pages}", "there are {count} results on {pages}", results.total, pages=pages)
    if results.pages <= 1:
        return ""
    first = (results.page - 1) * results.limit + 1
    last = first + len(results.hits) - 1
    shown = f"{first}" if first == last else f"{first}-{last}"
    if results.page == results.pages:
        return tr("{shown} of {total}", shown=shown, total=results.total)
    return tr("{shown} of {total}, next: {following}", shown=shown, total=results.total, following=following)
