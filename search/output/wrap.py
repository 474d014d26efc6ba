"""Lines for terminals: Chinese text wrapped by the cells that it takes, with punctuation where a typesetter would put
it.
"""

from __future__ import annotations

from typing import Final

from rich.cells import cell_len

# What never begins a line, and what never ends one.
_CLOSING: Final = frozenset("，。、；：！？）】》〉」』”’…·,.;:!?)]}%")
_OPENING: Final = frozenset("（【《〈「『“‘([{")
# What makes an emoji of two cells of the character before it, and what joins two to one.
_EMOJI: Final = "\ufe0f"
_JOINER: Final = "\u200d"
_STAYING: Final = _CLOSING | {_EMOJI, _JOINER}
# How many characters are carried over at most so that a line does not begin with one of those, or a word stays whole.
_CARRY: Final = 16


def wrap(text: str, cells: int) -> list[tuple[int, int]]:
    """The ranges `[start, end)` of the lines of `text`, each at most `cells` wide; line breaks end lines and are in
    none.
    """
    lines = []
    start = 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        lines.extend(_lines(text, start, end, max(2, cells)))
        start = end + 1
    return lines


def _lines(text: str, start: int, end: int, cells: int) -> list[tuple[int, int]]:
    lines = []
    while start < end:
        stop = _fitting(text, start, end, cells)
        if stop < end:
            stop = _better_break(text, start, stop)
        lines.append((start, start + len(text[start:stop].rstrip(" ")) if stop < end else stop))
        start = stop
        while start < end and text[start] == " ":
            start += 1
    return lines or [(start, end)]


def _fitting(text: str, start: int, end: int, cells: int) -> int:
    """Where the characters from `start` on no longer fit."""
    used = 0
    for place in range(start, end):
        used += 1 if text[place] == _EMOJI else cell_len(text[place])
        if used > cells:
            return max(place, start + 1)
    return end


def _better_break(text: str, start: int, stop: int) -> int:
    """A place before `stop` that neither lets punctuation begin a line or end one that belongs to the other, nor cuts
    an emoji or a run of ASCII, such as an option, nor, where that is too long, a word or a number in it.
    """
    for is_whole in (_is_visible, _is_word):
        for place in range(stop, max(start, stop - _CARRY), -1):
            inside = is_whole(text[place]) and is_whole(text[place - 1])
            if not inside and text[place] not in _STAYING and not _leads(text, place - 1):
                return place
    return stop


def _leads(text: str, place: int) -> bool:
    """Whether the character there belongs to the next one."""
    opens_quote = text[place] == "'" and text[place - 1 : place] in ("", " ")
    return opens_quote or text[place] in _OPENING or text[place] == _JOINER


def _is_visible(char: str) -> bool:
    return char.isascii() and not char.isspace()


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()
