"""Where each character of a file went: line by line, what it was taken for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

from corpus.marked import MarkedText
from corpus.records import Article, Document, Remainder

_Item = TypeVar("_Item")

# What text of an article is, besides the labels of the remainder; and text that stands neither in an article nor in
# the remainder, which only a person who corrects a split can bring about.
TITLE: Final = "title"
BODY: Final = "body"
NOWHERE: Final = "nowhere"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch `[start, end)` of a line, and what it was taken for."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class TracedLine:
    """A line that has text: its number, the spans that cover that text, and the number of the article among whose
    lines it stands, from 0; None if it stands in none.
    """

    number: int
    text: str
    spans: tuple[Span, ...]
    article: int | None


def trace(text: MarkedText, document: Document) -> Iterator[TracedLine]:
    """The lines of a file with what each part of them was taken for."""
    rests = _by_line((rest.line_start, rest.line_end, _Rest.of(rest)) for rest in document.remainder)
    bodies = _by_line(
        (article.line_start, article.line_end, _Body.of(number, article))
        for number, article in enumerate(document.articles)
    )
    for line in text.lines:
        places = [place for place, char in enumerate(line.text) if not char.isspace()]
        if not places:
            continue
        bare = "".join(line.text[place] for place in places)
        labels = _labels(bare, rests[line.number], bodies[line.number])
        article = next((body.number for body in bodies[line.number]), None)
        yield TracedLine(line.number, line.text, tuple(_spans(places, labels)), article)


@dataclass(frozen=True, slots=True)
class _Rest:
    """A remainder, each of its lines without white space."""

    label: str
    lines: tuple[str, ...]

    @classmethod
    def of(cls, rest: Remainder) -> _Rest:
        return cls(rest.label, tuple(filter(None, map(_bare, rest.text.split("\n")))))


@dataclass(slots=True)
class _Body:
    """An article without white space, and where in its body the last line that was found ends; None before that."""

    number: int
    title: str
    body: str
    end: int | None = None

    @classmethod
    def of(cls, number: int, article: Article) -> _Body:
        return cls(number, "" if article.untitled else _bare(article.title), _bare(article.body))

    def label(self, text: str) -> str | None:
        """What a part of a line is in this article; None for what is not in it."""
        if self.end is None and text in self.title:
            return TITLE
        # Lines come in order: the next one mostly begins where the last one ended, however long the body is.
        start = self.end or 0
        if not self.body.startswith(text, start):
            start = self.body.find(text)
        if start < 0:
            return None
        self.end = start + len(text)
        return BODY


def _by_line(ranges: Iterable[tuple[int, int, _Item]]) -> dict[int, list[_Item]]:
    """What stands on each line."""
    found: dict[int, list[_Item]] = defaultdict(list)
    for first, last, item in ranges:
        for line in range(first, last + 1):
            found[line].append(item)
    return found


def _labels(bare: str, rests: list[_Rest], bodies: list[_Body]) -> list[str]:
    """A label for each character of a line without white space."""
    labels = [""] * len(bare)
    # The whole line, or a piece of what was put together.
    if whole := next((rest for rest in rests if any(bare in part for part in rest.lines)), None):
        return [whole.label] * len(bare)
    for rest in rests:
        for part in rest.lines:
            for start, end in _found(part, bare, labels):
                labels[start:end] = [rest.label] * (end - start)
    start = 0
    while start < len(labels):
        end = start
        while end < len(labels) and not labels[end]:
            end += 1
        if end > start:
            part = bare[start:end]
            label = next((known for body in bodies if (known := body.label(part))), NOWHERE)
            labels[start:end] = [label] * (end - start)
        start = end + 1
    return labels


def _found(part: str, bare: str, labels: list[str]) -> list[tuple[int, int]]:
    """Where a line of the remainder stands in a line of the file that has no label there."""
    # What is set aside stands at the beginning (marks, datelines) or at the end (credits) of a line.
    for start in (0, len(bare) - len(part)):
        if start >= 0 and bare.startswith(part, start) and not any(labels[start : start + len(part)]):
            return [(start, start + len(part))]
    if len(part) == 2 and bare[0] == part[0] and bare[-1] == part[1]:  # brackets around a title
        return [(0, 1), (len(bare) - 1, len(bare))]
    return []


def _spans(places: list[int], labels: list[str]) -> Iterator[Span]:
    """Neighbours of one label together, white space between them included."""
    start = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or labels[at] != labels[start]:
            yield Span(places[start], places[at - 1] + 1, labels[start])
            start = at


def _bare(text: str) -> str:
    return "".join(text.split())
