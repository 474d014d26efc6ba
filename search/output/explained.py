"""Explanations as lines for people, the most telling first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from corpus.language import shown, tr
from search.output.safe import one_line

if TYPE_CHECKING:
    from index.explanation import Explanation
    from search.explain import Asked, HitExplanation, QueryExplanation

# Of long lists, so many are shown, and the rest is counted.
_SHOWN: Final = 6

_Item = TypeVar("_Item")


class Line(NamedTuple):
    """One line, and how many steps it is indented."""

    depth: int
    text: str

    def indented(self) -> str:
        """The line with spaces before it."""
        return "  " * self.depth + self.text


def query_lines(explained: QueryExplanation) -> Iterator[Line]:
    """What was made of a query."""
    yield Line(0, tr("folded: {text}", text=one_line(explained.folded)))
    yield Line(0, tr("atoms: {atoms}", atoms=" ".join(explained.atoms)))
    strings, more = _first(explained.strings)
    for string in strings:
        yield Line(0, tr("string: {text}, cut into {words}", text=shown(string.text), words=" | ".join(string.words)))
    yield from more
    yield Line(0, tr("fields: {fields}", fields=", ".join(explained.fields)))
    enough = tr("yes") if explained.loose else tr("no")
    yield Line(0, tr("some of the words are enough: {answer}", answer=enough))
    yield Line(0, tr("articles must meet:"))
    yield from _asked(explained.condition, 1)


def hit_lines(explained: HitExplanation) -> Iterator[Line]:
    """Why an article stands where it does."""
    yield Line(0, tr("strings as they stand: {tier} of {all}", tier=explained.tier, all=len(explained.strings)))
    strings, more = _first(explained.strings, depth=1)
    for string in strings:
        yield Line(1, f"{shown(string.text)}: {_where(string.fields)}")
        words, more_words = _first([word for word in string.words if word.text != string.text], depth=2)
        for word in words:
            yield Line(2, f"{word.text}: {_where(word.fields)}")
        yield from more_words
    yield from more
    yield from _values(explained.score, 0)


def _asked(asked: Asked, depth: int) -> Iterator[Line]:
    yield Line(depth, one_line(shown(asked.text)))
    parts, more = _first(asked.parts, depth=depth + 1)
    for part in parts:
        yield from _asked(part, depth + 1)
    yield from more


def _values(node: Explanation, depth: int) -> Iterator[Line]:
    """A value with those below it; what is left of a long sum is added up; values that have none below stand beside
    theirs.
    """
    text = f"{_number(node.value)} {shown(node.description)}"
    if node.parts and not any(part.parts for part in node.parts):
        parts = ", ".join(f"{shown(part.description)} {_number(part.value)}" for part in node.parts)
        yield Line(depth, f"{text} ({parts})")
        return
    yield Line(depth, text)
    for part in node.parts[:_SHOWN]:
        yield from _values(part, depth + 1)
    if rest := node.parts[_SHOWN:]:
        yield Line(depth + 1, f"{_number(sum(part.value for part in rest))} " + tr("{count} more", count=len(rest)))


def _first(items: Sequence[_Item], depth: int = 0) -> tuple[Sequence[_Item], list[Line]]:
    """The items to show, and a line that counts the rest where there is one."""
    rest = len(items) - _SHOWN
    return items[:_SHOWN], [Line(depth, tr("{count} more", count=rest))] if rest > 0 else []


def _where(fields: Sequence[str]) -> str:
    return ", ".join(fields) or tr("nowhere")


def _number(value: float) -> str:
    """A number with up to four decimal places."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
