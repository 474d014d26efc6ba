"""What holds within a group of Rich Text Format, and what is gathered there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from corpus.readers.flow import Flow, Gathered
from corpus.readers.headings import DEEPEST, named_level
from corpus.readers.paragraphs import Paragraph

_HALF_POINTS: Final = 24  # of text whose size nothing says
# Character sets of fonts (`\fcharset`) by their encodings; others are the document's own.
_CHARSETS: Final = {134: "gb18030", 136: "big5hkscs", 128: "cp932", 129: "cp949", 204: "cp1251"}
_PAGES: Final = {936: "gb18030", 54936: "gb18030", 950: "big5hkscs", 932: "cp932", 949: "cp949", 65001: "utf-8"}
SYMBOLS: Final = 2
_NUMBERS: Final = {
    "fs": "size",
    "f": "font",
    "s": "style",
    "sbasedon": "base",
    "outlinelevel": "outline",
    "fi": "first",
    "li": "left",
    "lin": "left",
    "uc": "skipped",
    "shptop": "top",
}
_ALIGNS: Final[dict[str, Literal["left", "centre", "right"]]] = {
    "ql": "left",
    "qj": "left",
    "qd": "left",
    "qc": "centre",
    "qr": "right",
}


@dataclass
class State:
    """Formatting and destination, which a group inherits and changes for itself alone.

    `destination` says what text is here: `text`, or `skip`, `fonts`, `styles`, `label`, `code` (of a field).
    """

    destination: str = "text"
    skipped: int = 1  # how many characters after `\\u` are for programs without Unicode
    font: int = 0
    size: int = _HALF_POINTS
    bold: bool = False
    hidden: bool = False
    style: int = 0
    outline: int | None = None
    align: Literal["left", "centre", "right"] = "left"
    left: int = 0
    first: int = 0
    in_table: bool = False
    east_asian: bool = False  # what is said now is about East Asian characters (`\dbch`)
    base: int = -1  # the style that the one being read is based on
    top: int = 0  # of a text box
    by_page: bool = False
    opened: str = ""  # what the end of this group ends: a sink or a field

    def inherited(self) -> State:
        """That of a group within. Some documents have a million."""
        state = State.__new__(State)
        state.__dict__.update(self.__dict__)
        state.opened = ""
        return state

    def apply(self, word: str, value: int, *, on: bool) -> None:
        """What a control word says of what follows in the group."""
        if word in _NUMBERS:
            setattr(self, _NUMBERS[word], value)
        elif word in _ALIGNS:
            self.align = _ALIGNS[word]
        elif word == "b" or (word == "ab" and self.east_asian):
            self.bold = on
        elif word == "afs" and self.east_asian:
            self.size = value
        elif word in {"v", "deleted"}:
            self.hidden = on
        elif word in {"dbch", "loch", "hich", "rtlch", "ltrch"}:
            self.east_asian = word == "dbch"
        elif word == "plain":
            self.size, self.bold, self.hidden, self.font = _HALF_POINTS, False, False, 0
        elif word == "pard":
            self.align, self.left, self.first, self.in_table = "left", 0, 0, False
            self.style, self.outline = 0, None
        elif word == "intbl":
            self.in_table = True
        elif word in {"shpbypage", "shpbymargin"}:
            self.by_page = True

    @property
    def below(self) -> bool:
        """Whether a text box is set below the first line of the paragraph that it hangs on."""
        return self.top > 0 and not self.by_page

    @property
    def indent(self) -> float:
        """The indent of a first line in characters; lengths are in twentieths of a point."""
        return (self.left + self.first) / (10 * self.size) if self.size else 0.0


@dataclass(slots=True)
class Font:
    """A font: its name, and the character set of its 8-bit text."""

    name: str = ""
    charset: int = 0


@dataclass(slots=True)
class Style:
    """A paragraph style."""

    name: str = ""
    outline: int | None = None
    base: int = -1


class Sink:
    """Where text goes: the document's, a note's, a header's, a text box's."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self.done: list[Paragraph] = []
        self.cells: list[list[Paragraph]] = []
        self.cell: list[Paragraph] = []
        self.begin()

    def begin(self) -> None:
        """A paragraph begins."""
        self.gathered = Gathered(self._flow)
        self.label = ""
        self.before: list[Paragraph] = []
        self.after: list[Paragraph] = []


@dataclass(slots=True)
class Tables:
    """The tables at the beginning of a document."""

    encoding: str = "cp1252"
    fonts: dict[int, Font] = field(default_factory=dict)
    styles: dict[int, Style] = field(default_factory=dict)

    def encoding_of(self, font: int) -> str:
        """The encoding of 8-bit text in a font."""
        return _CHARSETS.get(self.fonts.get(font, Font()).charset, self.encoding)

    def style(self, number: int) -> Style:
        """A style, with the outline level that its name or those it is based on give it."""
        style = named = self.styles.get(number, Style())
        for _ in range(DEEPEST):
            if _outline(style) is not None or style.base not in self.styles:
                break
            style = self.styles[style.base]
        return Style(named.name, _outline(style))

    def use_page(self, page: int) -> None:
        """The document's code page (`\\ansicpg`)."""
        self.encoding = _PAGES.get(page, f"cp{page}" if page in range(1250, 1259) else "cp1252")


def _outline(style: Style) -> int | None:
    """The outline level from 0 that a style gives by itself."""
    if style.outline is not None:
        return style.outline
    level = named_level(style.name)
    return None if level is None else level - 1
