"""`wensou completion`, and what is completed: values that the index holds, of its facets; no engine is opened."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

from corpus.errors import WensouError
from corpus.language import trn
from search.cli import FOUND
from search.output.safe import one_line

if TYPE_CHECKING:  # printing a script needs no index
    from index.facets import Facets
    from index.opening import Index

Completer = Callable[[click.Context, click.Parameter, str], "list[CompletionItem[str]]"]

# More help nobody reads.
_MOST: Final = 200
# What no shell takes for anything but text.
_PLAIN_CHARACTER: Final = re.compile(r"[^\w%+,./:@=-]")

# Like click's own script, but values keep their backslashes, and none is taken for a pattern of file names. The script
# finds out itself that a bash before 4.4 knows no `nosort`; click asks some bash, which need not be the one it runs in.
_BASH: Final = r"""
%(complete_func)s() {
    local IFS=$'\n' line kind
    COMPREPLY=()
    while IFS= read -r line; do
        kind=${line%%%%,*}
        if [[ $kind == dir ]]; then
            compopt -o dirnames
        elif [[ $kind == file ]]; then
            compopt -o default
        else
            COMPREPLY+=("${line#*,}")
        fi
    done < <(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" %(complete_var)s=bash_complete "$1")
}
complete -o nosort -F %(complete_func)s %(prog_name)s 2>/dev/null || complete -F %(complete_func)s %(prog_name)s
"""


class _Bash(BashComplete):
    source_template = _BASH

    def source(self) -> str:
        return ShellComplete.source(self)

    def format_completion(self, item: CompletionItem[str]) -> str:
        quoted = _PLAIN_CHARACTER.sub(lambda match: "\\" + match.group(), item.value)
        return f"{item.type},{quoted}"


_SHELLS: Final[dict[str, type[ShellComplete]]] = {"bash": _Bash, "zsh": ZshComplete, "fish": FishComplete}
add_completion_class(_Bash)


@click.command()
@click.argument("shell", type=click.Choice(list(_SHELLS)))
def command(shell: str) -> int:
    """Print what makes a shell complete commands, options, names (regions, sections, units) and ids of the index.

    \b
    bash: echo 'eval "$(wensou completion bash)"' >> ~/.bashrc
    zsh:  echo 'eval "$(wensou completion zsh)"' >> ~/.zshrc
    fish: wensou completion fish > ~/.config/fish/completions/wensou.fish
    """
    context = click.get_current_context().find_root()
    script = _SHELLS[shell](context.command, {}, "wensou", "_WENSOU_COMPLETE").source()
    sys.stdout.write(script.strip() + "\n")
    return FOUND


def region_names(facets: Facets, incomplete: str) -> Iterator[tuple[str, int]]:
    """Regions by all their names that a filter takes: whole paths, and what is left of them without the first parts."""
    for path, count in facets.region.items():
        parts = path.split("/")
        names = ["/".join(parts[first:]) for first in range(len(parts))]
        if not incomplete:  # whole paths say where each lies
            yield path, count
        else:
            yield from ((name, count) for name in names if name.startswith(incomplete))


def facet_values(field: str) -> Completer:
    """Completes values of a field by what the index holds, with numbers of articles."""

    def complete(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        facets = _facets(context)
        values: Iterable[tuple[str, int]]
        if field == "region":
            values = region_names(facets, incomplete)
        else:
            held: dict[str, int] = getattr(facets, field)
            values = ((value, count) for value, count in held.items() if value.startswith(incomplete))
        return _items((value, trn("{count:,} article", "{count:,} articles", count)) for value, count in values)

    return complete


def article_ids() -> Completer:
    """Completes ids of the latest articles, with their titles."""

    def complete(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        return _ids(_facets(context), incomplete)

    return complete


def removable() -> Completer:
    """Completes files and folders of the index, and ids of the latest articles."""

    def complete(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        from search.sources import SourceNames

        facets = _facets(context)
        names = SourceNames(_index(context).root) if facets.sources else None
        paths = [names.path(source) for source in facets.sources] if names else []
        return [*_items((path, "") for path in paths if path.startswith(incomplete)), *_ids(facets, incomplete)]

    return complete


def _ids(facets: Facets, incomplete: str) -> list[CompletionItem[str]]:
    return _items((known, title) for known, title in facets.newest.items() if known.startswith(incomplete))


def _items(values: Iterable[tuple[str, str]]) -> list[CompletionItem[str]]:
    """Values with what is said of them, each once; none that would harm a terminal or take two lines."""
    return [
        CompletionItem(value, help=one_line(about)) for value, about in dict(values).items() if value == one_line(value)
    ][:_MOST]


def listed(names: Iterable[str]) -> Completer:
    """Completes names that are separated by commas."""
    known = tuple(names)

    def complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        before, comma, last = incomplete.rpartition(",")
        taken = set(before.split(","))
        return [CompletionItem(before + comma + name) for name in known if name.startswith(last) and name not in taken]

    return complete


def text_fields() -> Completer:
    """Completes the fields that text is looked for in."""
    from index.plan import TEXT_FIELDS

    return listed(TEXT_FIELDS)


def hit_fields() -> Completer:
    """Completes the keys of results."""
    from search.output.records import HIT_FIELDS

    return listed(HIT_FIELDS)


def _facets(context: click.Context) -> Facets:
    """The facets of the index that is meant; empty where there is none: completion never complains."""
    from index.facets import Facets

    try:
        return _index(context).facets()
    except (WensouError, OSError):
        return Facets()


def _index(context: click.Context) -> Index:
    from search.cli.options import open_index

    return open_index(context.params.get("index_directory"))
