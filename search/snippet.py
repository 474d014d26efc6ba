"""Highlights and snippets: ranges on the original text, without any mark-up.

Each output format renders them its own way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from corpus.frozen import Frozen
from index.plan import Prefix, Textual
from index.sought import Range, SoughtText
from search.query.planner import String

ELLIPSIS: Final = "…"
_SENTENCE_END: Final = frozenset("。！？；!?;\n")
_CLAUSE_END: Final = frozenset("，、：,:")
# How far before the best passage its sentence may begin for the snippet to begin there too, as a share of the snippet.
_LEAD: Final = 0.4

# A range of a text, and the number of what stands there.
_Mark: TypeAlias = "tuple[int, int, int]"


class Highlighted(Frozen):
    """Text and the ranges `[start, end)` of its characters that were searched for: ascending, never overlapping."""

    text: str
    ranges: tuple[Range, ...] = ()


class Highlighter:
    """Finds in an article what a query looked for.

    Where the article has a whole string literally, that is what lights up; where not, the words of the string do, or
    its parts where they are near each other. Prefixes light up with the whole of their last atom.
    """

    def __init__(self, strings: Sequence[String], prefixes: Sequence[Prefix] = ()) -> None:
        self._strings = strings
        self._prefixes = prefixes
        self._by_field: dict[tuple[Textual, ...], dict[str, list[Textual]]] = {}  # articles have much the same

    def wanted(self, texts: Mapping[str, SoughtText]) -> dict[str, list[Textual]]:
        """What to light up in each field of an article with these texts by field."""
        found = (*(part for string in self._strings for part in _parts(string, texts)), *self._prefixes)
        if found not in self._by_field:
            parts = dict.fromkeys(found)
            self._by_field[found] = {field: [part for part in parts if field in part.fields] for field in texts}
        return self._by_field[found]


def _parts(string: String, texts: Mapping[str, SoughtText]) -> tuple[Textual, ...]:
    """What of a string lights up in an article: all of it where it is all one or stands there, else its words."""
    whole = string.whole
    if string.words == (whole,) or any(texts[field].has(whole) for field in whole.fields):
        return (whole,)
    return string.words


def fields_with(texts: Mapping[str, SoughtText], wanted: Textual) -> tuple[str, ...]:
    """The fields of an article with these texts by field in which something that is wanted stands."""
    return tuple(field for field in wanted.fields if texts[field].has(wanted))


def highlight(sought: SoughtText, wanted: Iterable[Textual]) -> Highlighted:
    """Marks every place where something that is wanted stands; overlapping places become one."""
    return Highlighted(sought.text, tuple(_merged(place for one in wanted for place in sought.ranges(one))))


def snippet(sought: SoughtText, wanted: Sequence[Textual], width: int) -> Highlighted:
    """The passage of at most `width` characters that shows most of what is wanted, beginning at a sentence where it
    can.

    Line breaks become spaces, character for character; an ellipsis stands where the text goes on. The ranges are those
    of the snippet's own text.
    """
    text = sought.text
    marks = sorted((start, end, number) for number, one in enumerate(wanted) for start, end in sought.ranges(one))
    start = _passage_start(text, _best_start(marks, width), width)
    head = ELLIPSIS if start > 0 and text[start - 1] not in _SENTENCE_END else ""
    room = width - len(head)
    end = len(text) if len(text) - start <= room else start + room - 1
    tail = "" if end == len(text) else ELLIPSIS
    places = [(first, last) for first, last, _ in marks if start <= first < end]
    whole = [place for place in places if place[1] <= end]
    # What is longer than the snippet is shown as far as it goes.
    shown = _merged(whole or [(first, min(last, end)) for first, last in places])
    shift = len(head) - start
    ranges = tuple((first + shift, last + shift) for first, last in shown)
    return Highlighted(head + text[start:end].replace("\n", " ") + tail, ranges)


def _best_start(marks: Sequence[_Mark], width: int) -> int:
    """Where the window begins that shows most different things, then most places, then comes first."""
    reach = width * (1 - _LEAD)
    best, best_value = 0, (0, 0)
    inside: dict[int, int] = {}
    last = 0
    for first, (start, _, number) in enumerate(marks):
        while last < len(marks) and (last == first or marks[last][1] - start <= reach):
            added = marks[last][2]
            inside[added] = inside.get(added, 0) + 1
            last += 1
        value = (len(inside), last - first)
        if value > best_value:
            best, best_value = start, value
        inside[number] -= 1
        if not inside[number]:
            del inside[number]
    return best


def _passage_start(text: str, place: int, width: int) -> int:
    """The beginning of the sentence around `place` if it is near, else of the clause, else a little before `place`."""
    reach = max(0, place - int(width * _LEAD))
    for ends in (_SENTENCE_END, _CLAUSE_END):
        for start in range(place, reach, -1):
            if text[start - 1] in ends:
                return start
        if reach == 0:
            return 0
    return reach


def _merged(ranges: Iterable[Range]) -> list[Range]:
    """Overlapping ranges as one; ranges that only touch stay apart."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
