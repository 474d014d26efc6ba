"""Rich Text Format to paragraphs: groups, control words and destinations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from corpus.language import tr
from corpus.limits import exceeded, limits
from corpus.readers.flow import Flow
from corpus.readers.headings import is_bold_face, names_contents, names_title
from corpus.readers.numerals import separated, symbol
from corpus.readers.paragraphs import TITLE, Paragraph, row
from corpus.readers.rtf.state import SYMBOLS, Font, Sink, State, Style, Tables
from corpus.readers.rtf.tokens import Token

_CONTENTS, _FURNITURE = "contents", "furniture"
_SIGNS: Final = {"~": "\u00a0", "_": "-", "-": "", "\t": "\t"}
_BYTES: Final = {"{": b"{", "}": b"}", "\\": b"\\"}  # may be the second byte of a character
_CHARACTERS: Final = {
    "tab": "\t",
    "line": "\n",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": "\u3000",
    "enspace": " ",
    "softline": "\n",
    "column": "\n",
}
# Groups that are no text. Those that begin with `\*` and are not known are none, either.
_SKIPPED: Final = frozenset(
    (
        *("colortbl", "info", "pict", "object", "filetbl", "listtable", "listoverridetable", "revtbl", "rsidtbl"),
        *("generator", "themedata", "datastore", "nonesttables", "sp", "shprslt", "fldtype", "annotation", "atnid"),
        *("atnauthor", "atndate", "bkmkstart", "bkmkend", "xe", "tc", "txe", "rxe", "ftnsep", "ftnsepc", "aftnsep"),
        *("aftnsepc", "ftncn", "aftncn", "latentstyles", "defchp", "defpap", "wgrffmtfilter", "mmathPr", "xmlnstbl"),
    )
)
_HEADERS: Final = ("header", "headerl", "headerr", "headerf")
_FOOTERS: Final = ("footer", "footerl", "footerr", "footerf")
_SINKS: Final = frozenset(("footnote", "shptxt", *_HEADERS, *_FOOTERS))
_DESTINATIONS: Final = {"fonttbl": "fonts", "stylesheet": "styles", "listtext": "label", "pntext": "label"}


class Reader:
    """Reads tokens. `paragraphs` are those of the text, `heads` and `feet` what stands on every page."""

    def __init__(self, *, fields: bool = True) -> None:
        self.flow = Flow(fields)
        self.heads: list[Paragraph] = []
        self.feet: list[Paragraph] = []
        self._tables = Tables()
        self._state = State()
        self.cut = False  # a document that is complete closes all its groups
        self._groups: list[State] = []
        self._deepest = limits().nesting
        self._sinks = [Sink(self.flow)]
        self._bytes = bytearray()
        self._pending: list[str] = []
        self._to_skip = 0
        self._high = ""
        self._own_first = self._optional = False
        self._name = ""

    @property
    def paragraphs(self) -> list[Paragraph]:
        return self._sinks[0].done

    def read(self, found: Iterable[Token]) -> None:
        """Reads a whole document; what groups leave open at its end is closed."""
        for token in found:
            text = token.text or _BYTES.get(token.sign, b"")
            if text:
                self._add_bytes(text)
                continue
            if token.word != "u":
                self._flush()
            if token.group == "{":
                self._open()
            elif token.group == "}":
                self._close()
            elif token.sign:
                self._sign(token.sign)
            else:
                self._word(token.word, token.number)
        self._flush()
        self.cut = bool(self._groups)
        while self._groups:
            self._close()
        if not self._sinks[0].gathered.empty:
            self._end_paragraph()
        self._end_row()

    # Groups

    def _open(self) -> None:
        if len(self._groups) >= self._deepest:
            raise exceeded("nesting", tr("more than {most} groups within groups", most=self._deepest))
        self._groups.append(self._state)
        self._state = self._state.inherited()
        self._to_skip = 0

    def _close(self) -> None:
        if not self._groups:
            return
        ended, self._state = self._state, self._groups.pop()
        self._to_skip = 0
        if ended.destination in {"fonts", "styles"}:
            self._end_entry(ended)
        if ended.opened == "field":
            self._text(self.flow.end_field())
        elif ended.opened:
            self._end_sink(ended)

    def _begin(self, name: str) -> None:
        """A group turns out to be more than formatting."""
        if name in _SKIPPED:
            self._state.destination = "skip"
        elif self._state.destination == "skip" and name != "shptxt":
            return
        elif name in _DESTINATIONS:
            self._state.destination = _DESTINATIONS[name]
        elif name == "field":
            self._state.opened = name
            self.flow.begin_field()
        elif name == "fldinst":
            self._state.destination = "code"
        elif name == "fldrslt":
            self.flow.begin_result()
        elif name in _SINKS:
            self._state.destination, self._state.opened = "text", name
            self._state.apply("pard", 0, on=True)
            self._sinks.append(Sink(self.flow))

    def _end_sink(self, ended: State) -> None:
        self._end_paragraph(ended)
        self._end_row()
        done = [p for p in self._sinks.pop().done if not p.blank]
        sink, name = self._sinks[-1], ended.opened
        if name == "shptxt":
            follows = ended.below or not sink.gathered.empty
            (sink.after if follows else sink.before).extend(done)
        elif name == "footnote":
            sink.after.extend(done)
        elif name == "headerf":
            self.heads.extend(done if self._own_first else ())
        elif name.startswith("header"):
            self.heads.extend(replace(p, role=_FURNITURE, heading=0) for p in done)
        elif name != "footerf" or self._own_first:
            self.feet.extend(replace(p, role=_FURNITURE, heading=0) for p in done)

    def _end_entry(self, ended: State) -> None:
        """A font or a style ends with its name."""
        name, self._name = self._name.strip().rstrip(";").strip(), ""
        if not name:
            return
        if ended.destination == "fonts":
            self._tables.fonts.setdefault(ended.font, Font()).name = name.partition(";")[0]
        else:
            self._tables.styles.setdefault(ended.style, Style(name, ended.outline, ended.base))

    # Text

    def _add_bytes(self, data: bytes) -> None:
        dropped = min(self._to_skip, len(data))
        self._to_skip -= dropped
        self._bytes += data[dropped:]

    def _flush(self) -> None:
        """Text ends, or what it looks like changes."""
        self._decode()
        if self._pending:
            self._text("".join(self._pending))
            self._pending.clear()

    def _decode(self) -> None:
        if not self._bytes:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        font = self._tables.fonts.get(self._state.font)
        if font is not None and font.charset == SYMBOLS and self._state.destination in {"text", "label"}:
            self._pending += (symbol(chr(0xF000 + b), font.name) if b > 0x20 else chr(b) for b in data)
        else:
            self._pending.append(data.decode(self._tables.encoding_of(self._state.font), "replace"))

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._optional = True
        elif sign in {"\r", "\n"}:
            self._end_paragraph()
        elif sign in _SIGNS and self._to_skip:
            self._to_skip -= 1
        else:
            self._text(_SIGNS.get(sign, ""))

    def _unicode(self, number: int) -> None:
        self._decode()
        code = chr(number % 0x10000)
        self._to_skip = self._state.skipped
        if "\ud800" <= code < "\udc00":
            self._high = code
            return
        pair, self._high = self._high + code, ""
        if len(pair) > 1 or "\udc00" <= code <= "\uf8ff":
            name = self._tables.fonts.get(self._state.font, Font()).name
            whole = pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            self._pending += (symbol(c, name) for c in whole)
        else:
            self._pending.append(code)

    def _text(self, text: str) -> None:
        state, sink = self._state, self._sinks[-1]
        if state.destination in {"fonts", "styles"}:
            self._name += text
        elif state.destination == "code":
            self.flow.instruct(text)
        elif state.destination == "label":
            sink.label += text
        elif state.destination == "text" and not state.hidden:
            face = self._tables.fonts.get(state.font, Font()).name
            sink.gathered.add(text, size=state.size / 2, heavy=state.bold or is_bold_face(face))

    # Paragraphs

    def _end_paragraph(self, state: State | None = None) -> None:
        state = state or self._state
        sink = self._sinks[-1]
        gathered = sink.gathered
        style = self._tables.style(state.style)
        outline = style.outline if state.outline is None else state.outline
        level = outline + 1 if outline is not None and 0 <= outline < 9 else 0
        text = separated(sink.label.strip(), gathered.text) if gathered.text.strip() else gathered.text
        contents = not gathered.empty and (gathered.contents or names_contents(style.name))
        paragraph = Paragraph(
            text,
            heading=TITLE if names_title(style.name) else level + TITLE if level else 0,
            role=_CONTENTS if contents else None,
            size=gathered.size or state.size / 2,
            bold=gathered.bold,
            align=state.align,
            indent=state.indent,
            page=gathered.page or self.flow.page,
        )
        if not state.in_table:
            self._end_row()
        sink.cell += [*sink.before, paragraph, *sink.after]
        if not state.in_table:
            sink.done += sink.cell
            sink.cell = []
        sink.begin()

    def _end_cell(self) -> None:
        self._state.in_table = True
        self._end_paragraph()
        sink = self._sinks[-1]
        sink.cells.append(sink.cell)
        sink.cell = []

    def _end_row(self) -> None:
        sink = self._sinks[-1]
        if sink.cells or sink.cell:
            sink.done += [*row(sink.cells), *sink.cell]
            sink.cells, sink.cell = [], []

    # Control words

    def _word(self, word: str, number: int | None) -> None:
        optional, self._optional = self._optional, False
        if word in _CHARACTERS:
            self._text(_CHARACTERS[word])
        elif word == "u":
            self._unicode(number or 0)
        elif word in _SINKS or word in _SKIPPED or word in _DESTINATIONS or word in {"field", "fldinst", "fldrslt"}:
            self._begin(word)
        elif optional and word not in {"shpinst", "cs", "s", "ud", "nestableprops"}:
            self._state.destination = "skip"
        elif self._state.destination == "text":
            self._break(word)
        self._format(word, number)

    def _break(self, word: str) -> None:
        if word in {"par", "nestcell"}:
            self._end_paragraph()
        elif word == "cell":
            self._end_cell()
        elif word == "row":
            self._end_row()
        elif word == "sect":
            self._end_paragraph()
            self.flow.break_page()
        elif word == "page":
            self._text("\n")
            self.flow.break_page()
        elif word == "pagebb":
            self.flow.turn_page()

    def _format(self, word: str, number: int | None) -> None:
        value = number or 0
        if word == "fcharset":
            self._tables.fonts.setdefault(self._state.font, Font()).charset = value
        elif word == "ansicpg":
            self._tables.use_page(value)
        elif word == "titlepg":
            self._own_first = True
        else:
            self._state.apply(word, value, on=number is None or number != 0)
