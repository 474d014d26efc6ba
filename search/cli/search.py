"""`wensou search`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from typing import Any, Final, TextIO

import click

from corpus.language import later, tr
from search.cli import FAULT, FOUND, NOTHING_FOUND
from search.cli.options import completed, excel_option, filter_options, index_option, open_index, switch
from search.cli.screen import color_option
from search.output.formats import FORMATS
from search.output.records import HIT_FIELDS
from search.results import COUNTED

# What replaces the minus of `-多字` while Click parses, which takes it for an option; no argument can hold a NUL.
_MINUS: Final = "\0"
# Formats of a batch (text stands for none given), and of counts.
_BATCHED: Final = ("text", "json", "jsonl")
_COUNTS: Final = ("text", "json", "jsonl", "csv", "tsv")
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

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options under headings: there are too many for one list."""
        groups = {name: heading for heading, names in _GROUPS.items() for name in names}
        records: dict[str, list[tuple[str, str]]] = {heading: [] for heading in (*_GROUPS, "Options")}
        for option in self.get_params(ctx):
            if isinstance(option, click.Option) and (record := option.get_help_record(ctx)):
                records[groups.get(option.name or "", "Options")].append(record)
        for heading, rows in records.items():
            with formatter.section(tr(heading)):
                formatter.write_dl(rows)


def _excludes(arg: str) -> bool:
    return len(arg) > 1 and arg[0] == "-" and (not arg[1].isascii() or arg[1] in '("')


def _fields(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    names = tuple(name.strip() for name in value.split(","))
    unknown = [name for name in names if name not in HIT_FIELDS]
    if unknown:
        raise click.BadParameter(tr("{name!r} is not one of {known}", name=unknown[0], known=", ".join(HIT_FIELDS)))
    return names


def _text_fields(context: click.Context, _: click.Parameter, value: str | None) -> tuple[str, ...]:
    if context.resilient_parsing:  # completion does not look for anything
        return ()
    from index.plan import TEXT_FIELDS
    from search.query.lexer import FIELDS

    if value is None:
        return TEXT_FIELDS
    names = tuple(FIELDS.get(name.strip(), name.strip()) for name in value.split(","))
    unknown = [name for name in names if name not in TEXT_FIELDS]
    if unknown:
        raise click.BadParameter(tr("{name!r} is not one of {known}", name=unknown[0], known=", ".join(TEXT_FIELDS)))
    return names


# The options by what they are for: the heading, and the names of their parameters.
_GROUPS: Final = {
    later("Filters"): ("region", "section", "unit", "author", "issue", "since", "until"),
    later("What matches"): ("fields_in", "literal", "exact_script", "all_words", "any_word", "longest"),
    later("Which results"): ("sort", "limit", "page", "explain"),
    later("Output"): ("output", "fields", "excel", "count", "count_by", "batch", "null", "quiet", "color"),
}


@click.command(cls=_QueryCommand, no_args_is_help=False)
@click.argument("query", nargs=-1, metavar="[QUERY]...")
@index_option
@filter_options
@click.option(
    "--in",
    "fields_in",
    callback=_text_fields,
    metavar="FIELDS",
    shell_complete=completed("text_fields"),
    help="Look in these: title,body,unit,author.",
)
@switch("-F", "--literal", help="Take the whole query as text to find as it stands.")
@switch("--exact-script", help="Tell traditional and simplified characters and their variants apart.")
@click.option(
    "--longest",
    type=click.IntRange(1),
    metavar="N",
    help="Take queries of up to N characters.  [default: 5000; with -F 50000]",
)
@switch("--all-words", help="Never fall back to articles that have only some of the words.")
@switch("--any", "any_word", help="Articles that have any of the words.")
@click.option("--sort", type=click.Choice(["score", "date", "source"]), default="score", show_default=True)
@click.option(
    "-n", "--limit", type=click.IntRange(1), default=10, metavar="N", show_default=True, help="Results on a page."
)
@click.option("--page", type=click.IntRange(1), default=1, metavar="N", show_default=True, help="Which page.")
@click.option("--format", "output", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@click.option(
    "--fields",
    callback=_fields,
    metavar="A,B",
    shell_complete=completed("hit_fields"),
    help="Only these fields, in json, jsonl, csv and tsv.",
)
@excel_option
@switch("--count", help="Print the number of matching articles alone.")
@click.option("--count-by", type=click.Choice(COUNTED), help="Print how many matching articles there are of each.")
@switch("--batch", help="A query a line from standard input, a JSON object a line for each.")
@switch("--explain", help="Say how the query was understood, and why each result is where it is.")
@switch("-0", "--null", help="End each id or path with a NUL character instead of a line feed.")
@switch("-q", "--quiet", help="Print nothing: the exit status tells whether something was found.")
@color_option
def command(
    query: tuple[str, ...],
    index_directory: str | None,
    fields_in: tuple[str, ...],
    literal: bool,
    exact_script: bool,
    longest: int | None,
    all_words: bool,
    any_word: bool,
    sort: Any,
    limit: int,
    page: int,
    output: str,
    fields: tuple[str, ...] | None,
    excel: bool,
    count: bool,
    count_by: str | None,
    batch: bool,
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
    wensou search --region 贵港市/覃塘区       all articles of a region
    wensou search 农业 --count-by region       how many of each region
    wensou search - < 问题.txt                 the query from standard input

    Exit status: 0 something found, 1 nothing found, 2 a fault.
    """
    # Completion reads the options of this command, and needs nothing of what it does.
    from search.cli.answers import Form, Request, answer_batch, refuse_bytes, show_count, show_counts, show_page
    from search.query import Filters
    from search.searcher import Options, Searcher
    from search.sources import SourceNames

    mode: Any = "any" if any_word else "all" if all_words or output in _NEVER_LOOSE or quiet else "fallback"
    options = Options(literal=literal, fields=fields_in, mode=mode, exact_script=exact_script, longest=longest)
    if batch:
        _refuse(bool(query), tr("--batch reads the queries from standard input and takes none besides"))
        _refuse(count or count_by is not None or quiet, tr("--batch goes neither with --count, --count-by nor -q"))
        _refuse(
            output not in _BATCHED, tr("--batch writes one JSON object a line: it goes with --format json or jsonl")
        )
    else:
        text = _text(query, options.most)
        _refuse(not text.strip() and not any(filter_values.values()), tr("give words to find, or a filter"))
    _refuse(all_words and any_word, tr("--all-words and --any exclude each other"))
    _refuse(count and count_by is not None, tr("--count and --count-by exclude each other"))
    _refuse(
        count_by is not None and output not in _COUNTS,
        tr("--count-by goes with --format {formats}", formats=", ".join(_COUNTS)),
    )
    _refuse(null and output not in {"ids", "paths"}, tr("-0 goes with --format ids or paths"))
    _refuse(excel and output != "csv", tr("--excel goes with --format csv"))
    _refuse(
        bool(fields) and not batch and output in {"text", "ids", "paths"},
        tr("--fields goes with --format json, jsonl, csv or tsv"),
    )
    _refuse(
        explain and (count or count_by is not None or output not in _EXPLAINED),
        tr("--explain goes with --format text, json or jsonl, and not with --count or --count-by"),
    )
    request = Request(
        filters=Filters(**filter_values),
        options=options,
        sort=sort,
        limit=limit,
        page=page,
        explain=explain,
    )
    form = Form(output, fields, "\0" if null else "\n", excel, quiet)
    index = open_index(index_directory)
    searcher, names = Searcher(index), SourceNames(index.root)
    if batch:  # each of its queries is looked at in its turn
        found, failed = answer_batch(searcher, names, _standard_input("--batch", options.most), request, form)
        return FAULT if failed else FOUND if found else NOTHING_FOUND
    refuse_bytes(text)
    if count:
        found = show_count(searcher, text, request, form)
    elif count_by is not None:
        found = show_counts(searcher, count_by, text, request, form)
    else:
        found = show_page(searcher, names, text, request, form, advise=output not in _NEVER_LOOSE and not quiet)
    return FOUND if found else NOTHING_FOUND


def _refuse(wrong: bool, why: str) -> None:
    if wrong:
        raise click.UsageError(why)


def _text(query: tuple[str, ...], most: int) -> str:
    """The query that the arguments are: joined by spaces; `-` is standard input, as far as is needed to tell that it
    has more than so many characters.
    """
    if query == ("-",):
        return _joined(_standard_input("-", most), most)
    return " ".join(word.replace(_MINUS, "-", 1) if word.startswith(_MINUS) else word for word in query)


def _joined(lines: Iterable[str], most: int) -> str:
    """The lines joined by spaces, without white space at either end, until they have more than `most` characters."""
    parts: list[str] = []
    size = 0
    for line in lines:
        parts.append(line.rstrip("\r\n"))
        size += len(parts[-1]) + 1
        if size > most:
            parts = [" ".join(parts).strip()]
            size = len(parts[0])
            if size > most:
                break
    return " ".join(parts).strip()


def _standard_input(asked_by: str, most: int) -> Iterable[str]:
    """The lines of standard input; of those with more than `most` characters, so much that they have more. A person who
    forgot to redirect it is told, and not left waiting.
    """
    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError(tr("{option} reads standard input: wensou search {option} < FILE", option=asked_by))
    return _lines(sys.stdin, most)


def _lines(stream: TextIO, most: int) -> Iterator[str]:
    """The lines of a stream without the mark that Windows begins files with. Bytes that are no text are surrogates, as
    they are in arguments: both are refused.
    """
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="surrogateescape")
    size = min(most, sys.maxsize - len("\ufeff.\n")) + len("\ufeff.\n")
    is_first = True
    while line := stream.readline(size):
        yield line.removeprefix("\ufeff") if is_first else line
        is_first = False
        while len(line) == size and not line.endswith("\n"):  # too long as it is: the rest fills no memory
            line = stream.readline(size)
