"""Web archives (MHTML, RFC 2557): the page in a mail whose other parts are its pictures."""

from __future__ import annotations

from email.message import Message

from corpus.errors import CorpusError
from corpus.language import tr
from corpus.marked import MarkedText
from corpus.readers.html import page
from corpus.readers.html.head import decode_page


def read_bytes(data: bytes, encoding: str | None) -> MarkedText:
    """The lines of the page in an archive. Raises `CorpusError` if there is none."""
    from email import message_from_bytes

    try:
        archive = message_from_bytes(data)
        part = next((part for part in archive.walk() if part.get_content_type() == "text/html"), None)
    except RecursionError:
        raise CorpusError(tr("the parts of the archive are nested too deeply; save the page as .html")) from None
    if part is None:
        raise CorpusError(tr("there is no page in the archive; save it as .html"))
    return page(decode_page(_content(part), encoding, part.get_content_charset()))


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
