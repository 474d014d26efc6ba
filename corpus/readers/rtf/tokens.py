"""Rich Text Format to tokens (Rich Text Format Specification 1.9.1, "Contents of an RTF file")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?"  # a control word, its number, the space that ends it
    rb"|((?:\\'[0-9a-fA-F]{2})+)"
    rb"|\\([^a-zA-Z])"
    rb"|([{}])"
    rb"|([^\\{}]+)"  # line ends are no part of it, nor are zeros
    rb"|\\",
    re.S,
)


class Token(NamedTuple):
    """One of: a beginning (`{`) or end (`}`) of a group, a control `word` with its number, a sign, bytes of text."""

    group: str = ""
    word: str = ""
    number: int | None = None
    sign: str = ""
    text: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a document, binary data left out."""
    at = 0
    while match := _TOKEN.match(data, at):
        at = match.end()
        word, number, code, sign, group, text = match.groups()
        if word is not None:
            token = Token(word=word.decode("ascii"), number=None if number is None else int(number))
            if token.word == "bin":
                at += max(0, token.number or 0)
            else:
                yield token
        elif code is not None:
            yield Token(text=bytes.fromhex(code.replace(b"\\'", b"").decode("ascii")))
        elif sign is not None:
            yield Token(sign=sign.decode("latin-1"))
        elif group is not None:
            yield Token(group=group.decode("ascii"))
        elif text is not None and (text := text.translate(None, b"\r\n\0")):
            yield Token(text=text)
