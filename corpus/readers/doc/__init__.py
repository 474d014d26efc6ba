"""Word documents of 1997 to 2003 (.doc, .dot), and those of WPS Writer (.wps, .wpt), which are the same."""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from typing import Final

from corpus.errors import DamagedError
from corpus.language import tr
from corpus.marked import MarkedText
from corpus.readers.doc.binary import WordFile
from corpus.readers.doc.compound import DAMAGED
from corpus.readers.doc.story import Story
from corpus.readers.paragraphs import Paragraph, levelled, marked, unseen

_FURNITURE: Final = "furniture"
_FIELD_CODES: Final = re.compile("\x13[^\x13-\x15]*\x14?|\x15")
_BARE: Final[dict[int, str | None]] = dict.fromkeys(range(32)) | {
    7: "\t",
    9: "\t",
    10: "\n",
    11: "\n",
    12: "\n",
    13: "\n",
    30: "-",
}


def read_bytes(data: bytes, encoding: str | None) -> MarkedText:
    """The paragraphs of a document; `encoding` is of no use to it.

    What is left out is that of newer documents (`corpus.readers.docx`). Where formatting is damaged, the bare text is
    read, with a warning. Raises `CorpusError` for what is no such document, is older, damaged, or has a password.
    """
    file = WordFile(data)
    try:
        story, paragraphs = _read(file)
    except (struct.error, IndexError, RecursionError):  # the last for notes within notes without end
        return _bare(file)
    if not story.flow.paged:
        paragraphs = [replace(p, page=0) for p in paragraphs]
    return marked(levelled(paragraphs))


def _bare(file: WordFile) -> MarkedText:
    text = file.text[file.starts["main"] : file.ends["main"]]
    text = _FIELD_CODES.sub("", text).translate(_BARE)
    if not text.strip():
        raise DamagedError(tr(DAMAGED))
    return marked(
        [Paragraph(line) for line in text.split("\n")], warnings=[tr("its formatting is damaged, and was not read")]
    )


def _read(file: WordFile) -> tuple[Story, list[Paragraph]]:
    for fields in (True, False):
        story = Story(file, fields=fields)
        text = story.main()
        if not story.flow.unfinished:
            break
    heads, feet = story.headers()
    letterhead = [p for p, first in heads if first and not p.blank]
    running = unseen([p for p, first in heads if not first], letterhead)
    return story, [
        *(replace(p, page=1) for p in letterhead),
        *_furniture(running),
        *text,
        *_furniture(unseen(feet, letterhead + running)),
    ]


def _furniture(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Each text once."""
    once = {p.text.strip(): p for p in reversed(paragraphs)}
    return [replace(p, heading=0, role=_FURNITURE, page=1) for p in reversed(once.values())]
