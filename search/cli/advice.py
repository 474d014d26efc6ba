"""What is said where no article has all that was asked for: why, and commands to copy that find something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import click
from click.core import ParameterSource

from corpus.language import tr, trn
from index.plan import TEXT_FIELDS
from search.advice import Advice, Missing, Suggestion
from search.cli.quoting import is_plain, quoted
from search.output.safe import one_line
from search.query.regions import NamedRegion
from search.results import Results

# Characters of a word that no article has, which may be a whole text in quotes.
_SHOWN: Final = 40
# Regions of one name that are listed.
_NAMED: Final = 6
# The option that means another page than the first, which is what a suggestion has to show.
_PAGE: Final = "page"


def advice_lines(results: Results, written: Callable[[Suggestion], str]) -> Iterator[str]:
    """What to say of a search; `written` says what to type for a suggestion."""
    advice = results.advice or Advice()
    for fields in dict.fromkeys(word.fields for word in advice.missing):
        yield tr("no article has {words}", words=_listed(advice.missing, fields))
    for field, value in advice.empty_filters:
        if field != "region" or value not in results.unknown_regions:  # of which more is said
            yield tr(
                "no {name} of the index is called {value!r}; the {name}s: wensou list {field}s",
                name=tr(field),
                value=value,
                field=field,
            )
    if advice.unfiltered and not advice.empty_filters:
        yield trn(
            "without the filters {count} article matches",
            "without the filters {count} articles match",
            advice.unfiltered,
        )
    elif advice.apart and not results.loosened:
        yield tr("each word is in some article, but no article has all of them")
    for suggestion in advice.suggestions:
        command = written(suggestion)
        if command == one_line(command):  # else it could not be copied
            yield tr("did you mean: {command}", command=command)


def region_lines(regions: Iterable[NamedRegion], *, on_terminal: bool) -> Iterator[str]:
    """What the names of regions came to, where it is not what they seem to say."""
    for region in regions:
        if len(region.paths) > 1:
            yield tr(
                "{name!r} is the name of {count} regions, and all are searched: {paths}; "
                "write one of the paths to search it alone",
                name=region.name,
                count=len(region.paths),
                paths=_some(region.paths),
            )
        elif region.paths:
            if region.is_former and on_terminal:  # it is what was meant
                yield tr("{name!r} is a former name: {path}", name=region.name, path=region.paths[0])
        elif len(region.meant) == 1:
            former = tr("{name!r} is a former name, and ", name=region.name) if region.is_former else ""
            above = tr(", but some are from {above}", above=region.above) if region.above else ""
            yield tr(
                "{former}no article is from {path}{above}; the regions: wensou list regions",
                former=former,
                path=region.meant[0],
                above=above,
            )
        else:
            yield tr("no region of the index is called {name!r}; the regions: wensou list regions", name=region.name)


def command_line(suggestion: Suggestion, context: click.Context) -> str:
    """The command that runs a suggestion, with the options of the one that is running."""
    options = [word for option in context.command.params for word in _given(option, suggestion, context)]
    query = _query(suggestion.query)
    if suggestion.query.startswith("-"):
        return " ".join(["wensou search", *options, "--", query])
    return " ".join(filter(None, ["wensou search", query, *options]))


def _given(option: click.Parameter, suggestion: Suggestion, context: click.Context) -> Iterator[str]:
    """An option as it is written on the command line; nothing where it was not given."""
    name = option.name or ""
    given = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    if not isinstance(option, click.Option) or not given or name == _PAGE or not option.expose_value:
        return
    value: Any = getattr(suggestion.filters, name, context.params[name])
    if option.is_flag:
        yield (option.opts if value else option.secondary_opts)[0]
    elif option.multiple:
        for single in value:
            yield from (option.opts[0], quoted(single))
    else:
        yield from (option.opts[0], quoted(",".join(value) if isinstance(value, tuple) else str(value)))


def _query(query: str) -> str:
    """A query as arguments: its words as they are if they are plain, else as one quoted argument."""
    words = query.split()
    return " ".join(words) if all(map(is_plain, words)) else quoted(query)


def _listed(missing: tuple[Missing, ...], fields: tuple[str, ...]) -> str:
    """The words that were looked for in these fields, and which these are if they are not the usual ones."""
    words = tr(", ").join(_beginning(word.text.replace("_", " ")) for word in missing if word.fields == fields)
    if fields == TEXT_FIELDS:
        return words
    return tr("{words} in {fields}", words=words, fields=tr(" or ").join(map(tr, fields)))


def _some(names: tuple[str, ...]) -> str:
    """Names, and how many more there are."""
    more = len(names) - _NAMED
    shown = tr(", ").join(names[:_NAMED])
    return tr("{names} and {more} more", names=shown, more=more) if more > 0 else shown


def _beginning(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
