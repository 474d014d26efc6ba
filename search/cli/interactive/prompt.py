"""Reads lines at the prompt: with completion of what the index holds, and the history of earlier sessions."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from corpus.errors import WensouError
from corpus.language import tr
from index.facets import Facets
from index.store import Store
from search.cli.completion import region_names
from search.cli.interactive.lines import FILTERS, NAMES
from search.cli.interactive.session import Session
from search.cli.screen import show_paged
from search.output.safe import one_line
from search.output.words import articles
from search.query.lexer import FIELDS
from search.results import COUNTED

if TYPE_CHECKING:
    from rich.console import Console

# More is not looked through.
_MOST: Final = 50
# Rows that most results take, and rows that are not for results.
_ROWS, _OTHER_ROWS = 6, 4
_FEWEST, _MOST_HITS = 3, 10
_FIELD: Final = re.compile(r"(\w+)[:：](\S*)$")
_PLAIN_VALUE: Final = re.compile(r"[\w/·-]+")
_DIRECTIVE: Final = re.compile(r"[:：](\w+)\s+(?:.*[,，、]\s*)?(.*)$")


def converse(store: Store, screen: Console) -> None:
    """Answers lines until the end of input. Raises IndexDamagedError."""
    limit = max(_FEWEST, min(_MOST_HITS, (screen.height - _OTHER_ROWS) // _ROWS))
    session = Session(store, screen, show_paged, limit)
    reading: PromptSession[str] = PromptSession(
        history=_history(),
        auto_suggest=AutoSuggestFromHistory(),
        completer=_FacetCompleter(session),
        complete_while_typing=False,
    )
    facets = session.index.facets()
    held = articles(facets.articles)
    screen.print(tr("{articles}; :help says what can be typed, Ctrl-D is the end", articles=held))
    while True:
        try:
            if not session.answer(reading.prompt(_prompt(session))):
                return
        except KeyboardInterrupt:  # forgets the line, or leaves its answer, as a shell does
            continue
        except EOFError:
            return


def _prompt(session: Session) -> str:
    """What stands before the line: the filters that hold."""
    held = []
    for name in FILTERS:
        value = getattr(session.filters, name)
        if value:
            held.append("、".join(value) if isinstance(value, tuple) else f"{tr(name)} {value}")
    return one_line(f"[{' · '.join(held)}] > " if held else "> ")


def _history() -> History:
    """What was typed in earlier sessions, in the user's own file."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    folder = Path(state, "wensou")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "history").touch(mode=0o600)
    except OSError:  # a home that cannot be written to is no reason not to search
        return InMemoryHistory()
    return FileHistory(folder / "history")


class _FacetCompleter(Completer):
    def __init__(self, session: Session) -> None:
        self._session = session

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        before = document.text_before_cursor
        try:
            facets = self._session.index.facets()
        except WensouError:
            return
        for typed, value in completions(before, facets):
            yield Completion(value, start_position=-len(typed))


def completions(before: str, facets: Facets) -> Iterator[tuple[str, str]]:
    """What may stand for the end of a line: what is typed of it, and the whole."""
    if directive := _DIRECTIVE.match(before):
        name = next((name for name, names in NAMES.items() if directive[1].lower() in names), "")
        typed = directive[2]
        values = [name for name in COUNTED if name.startswith(typed)] if name == "count" else _held(name, typed, facets)
        yield from ((typed, value) for value in values)
    elif before.startswith((":", "：")):
        typed = before[1:]
        yield from ((typed, f"{name} ") for names in NAMES.values() for name in names if name.startswith(typed))
    elif field := _FIELD.search(before):
        typed = field[2]
        for value in _held(FIELDS.get(field[1].lower(), ""), typed.lstrip('"'), facets):
            yield typed, value if _PLAIN_VALUE.fullmatch(value) else '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'
    else:
        typed = re.split(r"[\s(（-]", before)[-1]
        if typed:
            yield from ((typed, f"{name}:") for name in FIELDS if name.startswith(typed))


def _held(field: str, typed: str, facets: Facets) -> list[str]:
    """Values that the index holds of a field."""
    if field == "region":
        return [name for name, _ in region_names(facets, typed)][:_MOST]
    held: dict[str, int] = getattr(facets, field, {}) if field in {"section", "unit", "author", "issue"} else {}
    return [value for value in held if value.startswith(typed) and value == one_line(value)][:_MOST]
