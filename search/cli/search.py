"""`wensou search`."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any, Final

import click

from index.plan import TEXT_FIELDS
from search.cli.advice import advice_lines
from search.cli.messages import note
from search.cli.options import filter_options, index_option, open_index
from search.output.formats import FORMATS
from search.output.records import HIT_FIELDS
from search.output.safe import visible
from search.query import Filters
from search.query.lexer import FIELDS
from search.searcher import Options, Results, Searcher
from search.sources import SourceNames

# What replaces the minus of `-多字` while Click parses, which takes it for an option; no argument can hold a NUL.
_MINUS: Final = "\0"
# Formats that stand for articles with all words: a script that counts must not be given others silently.
_NEVER_LOOSE: Final = ("ids", "paths")

# Formats that have room for explanations.
_EXPLAINED: Final = ("text", "json", "jsonl")


class _QueryCommand(click.Command):
    """A command whose arguments may begin with a minus, as excluded words do: `wensou search 理赔 -浦北县`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        valued = {name for option in self.params if not getattr(option, "is_flag", True) for name in option.opts}
        shielded = [
            _MINUS + arg[1:] if _excludes(arg) and before not in valued else arg
            for before, arg in zip(["", *args], args[:end], strict=False)
        ]
        return super().parse_args(ctx, shielded + args[end:])


def _excludes(arg: str) -> bool:
    return len(arg) > 1 and arg[0] == "-" and (not arg[1].isascii() or arg[1] in '("')


def _fields(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    names = tuple(name.strip() for name in value.split(","))
    unknown = [name for name in names if name not in HIT_FIELDS]
    if unknown:
        raise click.BadParameter(f"{unknown[0]!r} is not one of {', '.join(HIT_FIELDS)}")
    return names


def _text_fields(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...]:
    if value is None:
        return TEXT_FIELDS
    names = tuple(FIELDS.get(name.strip(), name.strip()) for name in value.split(","))
    unknown = [name for name in names if name not in TEXT_FIELDS]
    if unknown:
        raise click.BadParameter(f"{unknown[0]!r} is not one of {', '.join(TEXT_FIELDS)}")
    return names


@click.command(cls=_QueryCommand, no_args_is_help=False)
@click.argument("query", nargs=-1)
@index_option
@filter_options
@click.option(
    "--in", "fields_in", callback=_text_fields, metavar="FIELDS", help="Look in these: title,body,unit,author."
)
@click.option("-F", "--literal", is_flag=True, help="Take the whole query as text to find as it stands.")
@click.option(
    "--exact-script", is_flag=True, help="Tell traditional and simplified characters and their variants apart."
)
@click.option("--all-words", is_flag=True, help="Never fall back to articles that have only some of the words.")
@click.option("--any", "any_word", is_flag=True, help="Articles that have any of the words.")
@click.option("--sort", type=click.Choice(["score", "date", "source"]), default="score", show_default=True)
@click.option("-n", "--limit", type=click.IntRange(1), default=10, show_default=True, help="Results on a page.")
@click.option("--page", type=click.IntRange(1), default=1, show_default=True, help="Which page.")
@click.option("--format", "output", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@click.option("--fields", callback=_fields, metavar="A,B", help="Only these fields, in json, jsonl, csv and tsv.")
@click.option("--count", is_flag=True, help="Print the number of matching articles alone.")
@click.option("--explain", is_flag=True, help="Say how the query was understood, and why each result is where it is.")
@click.option("-0", "--null", is_flag=True, help="End each id or path with a NUL character instead of a line feed.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing: the exit status tells whether something was found.")
def command(
    query: tuple[str, ...],
    index_directory: str | None,
    fields_in: tuple[str, ...],
    literal: bool,
    exact_script: bool,
    all_words: bool,
    any_word: bool,
    sort: Any,
    limit: int,
    page: int,
    output: str,
    fields: tuple[str, ...] | None,
    count: bool,
    explain: bool,
    null: bool,
    quiet: bool,
    **filter_values: Any,
) -> int:
    """Find articles, the best first.

    \b
    wensou search 关爱保险                     articles that have all words of it
    wensou search '"关爱保险"'                 articles that have it as it stands
    wensou search 理赔 OR 茱萸                 either
    wensou search 理赔 -浦北县                 the one without the other
    wensou search 标题:改革 --since 2022-09    in the title, with a filter
    wensou search 'GB1*'                       letters or digits that begin so
    wensou search '"关爱 保险"~5'              at most five characters apart
    wensou search 'date:[2022-01 TO 2022-06]'  of a range of dates
    wensou search 关爱^2 保险                  both, the first weighing double
    wensou search --region 贵港市/覃塘区        all articles of a region

    Exit status: 0 something found, 1 nothing found, 2 a fault.
    """
    text = " ".join(word.replace(_MINUS, "-", 1) if word.startswith(_MINUS) else word for word in query)
    filters = Filters(**filter_values)
    if not text.strip() and not filters:
        raise click.UsageError("give words to find, or a filter")
    if all_words and any_word:
        raise click.UsageError("--all-words and --any exclude each other")
    if null and output not in {"ids", "paths"}:
        raise click.UsageError("-0 goes with --format ids or paths")
    if fields and output in {"text", "ids", "paths"}:
        raise click.UsageError("--fields goes with --format json, jsonl, csv or tsv")
    if explain and (count or output not in _EXPLAINED):
        raise click.UsageError("--explain goes with --format text, json or jsonl, and not with --count")
    mode: Any = "any" if any_word else "all" if all_words or output in _NEVER_LOOSE or quiet else "fallback"
    options = Options(literal=literal, fields=fields_in, mode=mode, exact_script=exact_script)
    index = open_index(index_directory)
    searcher = Searcher(index)
    if count:
        total = searcher.count(text, filters=filters, options=options)
        if not quiet:
            sys.stdout.write(f"{total}\n")
        return 0 if total else 1
    screen = _screen() if output == "text" and not quiet and sys.stdout.isatty() else None
    width: dict[str, Any] = {}
    if screen is not None:
        from search.output import terminal

        width = {"snippet_width": terminal.snippet_width(screen)}
    results = searcher.search(
        text,
        filters=filters,
        options=options,
        sort=sort,
        limit=limit,
        page=page,
        explain=explain,
        advise=output not in _NEVER_LOOSE and not quiet,
        **width,
    )
    if not quiet:
        _show(_with_paths(results, SourceNames(index.root)), output, fields, "\0" if null else "\n", screen)
        _tell(results)
    return 0 if results.hits else 1


def _screen() -> Any:
    from search.output import terminal

    return terminal.console(sys.stdout)


def _with_paths(results: Results, names: SourceNames) -> Results:
    """The results with their sources as paths from here."""
    hits = (replace(hit, article=replace(hit.article, source=names.path(hit.article.source))) for hit in results.hits)
    return replace(results, hits=tuple(hits))


def _show(results: Results, output: str, fields: tuple[str, ...] | None, end: str, screen: Any) -> None:
    if screen is not None:
        from search.output import terminal

        terminal.draw_results(screen, results)
        return
    shown_to_people = sys.stdout.isatty()
    for piece in FORMATS[output](results, fields, end):
        sys.stdout.write(visible(piece) if shown_to_people else piece)


def _tell(results: Results) -> None:
    """What a person wants to know besides the results."""
    on_terminal = sys.stderr.isatty()
    if results.loosened and results.hits:
        note("no article has all words; these have some of them (--all-words turns this off)")
    if on_terminal and not results.total:
        note("nothing found")
    for name in results.unknown_regions:
        note(f"no region of the index is called {name!r}; the regions: wensou list regions")
    for line in advice_lines(results, click.get_current_context()):
        note(line)
    if on_terminal and results.total:
        _tell_page(results)


def _tell_page(results: Results) -> None:
    """Which results these are, where there are more."""
    if results.page > results.pages:
        pages = "1 page" if results.pages == 1 else f"{results.pages} pages"
        note(f"there are {results.total} results on {pages}")
    elif results.pages > 1:
        first = (results.page - 1) * results.limit + 1
        following = f", next: --page {results.page + 1}" if results.page < results.pages else ""
        note(f"{first}-{first + len(results.hits) - 1} of {results.total}{following}")
