"""Documents in Rich Text Format, which many programs export under the name of .doc."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import Final

from corpus.errors import CorpusError
from corpus.language import later, tr
from corpus.limits import check_lines, exceeded, limits
from corpus.marked import MarkedText
from corpus.readers.paragraphs import levelled, marked, unseen
from corpus.readers.rtf.reader import Reader
from corpus.readers.rtf.tokens import tokens

_PARAGRAPH: Final = re.compile(rb"\\(?:(?:par|line|row|sect|page|column|softline|cell|nestcell)(?![a-zA-Z])|[\r\n])")
# What costs a step: groups, control words and signs, characters of 8 bits as far as they follow each other.
_STEP: Final = re.compile(rb"(?:\\'[0-9a-fA-F]{2})+|[{}\\]")
_CUT: Final = later("the end of the file is missing; copy it once more from where it came from")


def read_bytes(data: bytes, encoding: str | None) -> MarkedText:
    """The paragraphs of a document; it says itself which encoding it is in.

    What is left out is that of Word documents (`corpus.readers.docx`); numbers of lists stand in the file as they were
    shown last. Raises `CorpusError` for what is no such document.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise CorpusError(tr("no document in Rich Text Format; save it anew as .docx"))
    _check_size(data)
    for fields in (True, False):
        reader = Reader(fields=fields)
        reader.read(tokens(data))
        if not reader.flow.unfinished:
            break
    heads = unseen(dict.fromkeys(reader.heads), [])
    feet = unseen(dict.fromkeys(reader.feet), heads)
    paragraphs = [*(replace(p, page=1) for p in heads), *reader.paragraphs, *(replace(p, page=1) for p in feet)]
    if not reader.flow.paged:
        paragraphs = [replace(p, page=0) for p in paragraphs]
    return marked(levelled(paragraphs), warnings=[tr(_CUT)] if reader.cut else [])


def _check_size(data: bytes) -> None:
    """Raises `LimitError` for more groups, control words or paragraphs than are read, before any is."""
    most = limits().elements
    if next(islice(_STEP.finditer(data), most, None), None) is not None:
        raise exceeded("elements", tr("more than {most:,} groups and control words", most=most), tr("save it as .docx"))
    check_lines(sum(1 for _ in _PARAGRAPH.finditer(data)))
