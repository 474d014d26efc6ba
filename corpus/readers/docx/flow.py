"""Where in a Word document its reader is: the page, and the fields that are open."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class _Field:
    """A field (ECMA-376 17.16): instructions first, then what they came to."""

    instruction: str = ""
    result: bool = False


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
            self._open.append(_Field(instruction, result))

    def instruct(self, text: str) -> None:
        """A piece of the innermost field's instruction."""
        if self._open:
            self._open[-1].instruction += text

    def begin_result(self) -> None:
        """From here on stands what the innermost field came to."""
        if self._open:
            self._open[-1].result = True

    def end_field(self) -> None:
        """The innermost field ends."""
        if self._open:
            self._open.pop()

    @property
    def visible(self) -> bool:
        """Whether what stands here is shown: it is no part of an instruction."""
        return all(f.result for f in self._open)

    @property
    def in_contents(self) -> bool:
        """Whether what stands here is a table of contents."""
        return any(f.result and f.instruction.lstrip()[:3].upper() == "TOC" for f in self._open)

    @property
    def unfinished(self) -> bool:
        """Whether a field is open, at the end of a document: it is damaged."""
        return bool(self._open)
