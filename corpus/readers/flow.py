"""Where in a document its reader is: the page, the fields that are open, and the paragraph that it gathers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

# The last of what is laid one over the other is the word, the number.
_OVERSTRUCK: Final = re.compile(r"EQ\b.{0,100}?\\o[^(]{0,20}\(.{0,200}[,;，；]([^()\\,;]{1,20})\)", re.I)


@dataclass(slots=True)
class _Field:
    """A field (ECMA-376 17.16): instructions first, then what they came to."""

    instruction: str = ""
    result: bool = False
    lists: bool = False  # it makes a table of contents


@dataclass(slots=True)
class Flow:
    """State that outlives paragraphs. `paged` says that the document has told of a page's end.

    With `fields` False, fields are not followed: in a damaged document one that never ends would hide what follows.
    """

    fields: bool = True
    page: int = 1
    paged: bool = False
    _fresh: bool = True  # nothing stands on this page yet
    _open: list[_Field] = field(default_factory=list)
    _codes: int = 0  # how many fields are open whose result has not begun
    _contents: int = 0  # how many are tables of contents whose result has begun

    def text(self) -> None:
        """Something stands on this page."""
        self._fresh = False

    def break_page(self) -> None:
        """The author begins a new page."""
        self.page += 1
        self.paged = self._fresh = True

    def turn_page(self) -> None:
        """The program that saved the file began a new page here; it says so after the author's breaks, too."""
        if not self._fresh:
            self.break_page()
        self.paged = True

    def begin_field(self, instruction: str = "", *, result: bool = False) -> None:
        """A field begins."""
        if self.fields:
            self._open.append(_Field(instruction))
            self._codes += 1
            if result:
                self.begin_result()

    def instruct(self, text: str) -> None:
        """A piece of the innermost field's instruction."""
        if self._open:
            self._open[-1].instruction += text

    def begin_result(self) -> None:
        """From here on stands what the innermost field came to."""
        if self._open and not self._open[-1].result:
            begun = self._open[-1]
            begun.result = True
            begun.lists = begun.instruction.lstrip()[:3].upper() == "TOC"
            self._codes -= 1
            self._contents += begun.lists

    def end_field(self) -> str:
        """The innermost field ends. Returns the text that it shows by its instruction alone."""
        if not self._open:
            return ""
        ended = self._open.pop()
        self._codes -= not ended.result
        self._contents -= ended.lists
        # Word lays characters one over the other so: a reading over a word, a circle around a number (17.16.5.18).
        over = None if ended.result else _OVERSTRUCK.fullmatch(ended.instruction.strip())
        return over[1].strip() if over else ""

    @property
    def visible(self) -> bool:
        """Whether what stands here is shown: it is no part of an instruction."""
        return not self._codes

    @property
    def in_contents(self) -> bool:
        """Whether what stands here is a table of contents."""
        return self._contents > 0

    @property
    def unfinished(self) -> bool:
        """Whether a field is open, at the end of a document: it is damaged."""
        return bool(self._open)


class Gathered:
    """The text of one paragraph, as its runs are read.

    `page` is the one that it begins on (0 for no text yet), `contents` says that it stands in a table of contents.
    """

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._texts: list[str] = []
        self._sizes: set[float] = set()
        self._heavy: set[bool] = set()
        self.page = 0
        self.contents = False

    def add(self, text: str, *, size: float | None = None, heavy: bool = False) -> None:
        """A run in type of `size` points; `heavy` says that it is bold. Codes of fields are passed over."""
        if not self._flow.visible:
            return
        self._texts.append(text)
        if not text.strip():
            return
        if not self.page:
            self.page = self._flow.page
        self._flow.text()
        self.contents = self.contents or self._flow.in_contents
        if any(map(str.isalnum, text)):
            self._heavy.add(heavy)
            if size is not None:
                self._sizes.add(size)

    @property
    def text(self) -> str:
        return "".join(self._texts)

    @property
    def empty(self) -> bool:
        """Whether nothing but white space has come yet."""
        return not self.page

    @property
    def size(self) -> float | None:
        """The smallest type of its letters, in points."""
        return min(self._sizes, default=None)

    @property
    def bold(self) -> bool:
        """Whether all its letters are bold."""
        return self._heavy == {True}
