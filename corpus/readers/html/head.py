"""What a page says of itself: its encoding, its title and its date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from corpus.dates import exact_date
from corpus.decoding import Decoded, decode
from corpus.encodings import likely_encoding, marked_encoding, readability, unreadable_marked
from corpus.readers.html.facts import LONGEST
from corpus.readers.html.style import names

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

# Where a page declares its encoding: within its first 1,024 bytes (HTML, 4.2.5.4), later in practice.
_HEAD: Final = 4096
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})"""
    rb"""|^\s{0,99}<\?xml[^>]{0,99}encoding\s{0,9}=\s{0,9}["']([\w.:-]{2,40})""",
    re.I,
)
# Encodings that are declared by a name for a part of them (WHATWG Encoding, 4.2). What is declared as UTF-16 in bytes
# that ASCII can be read in, and as Latin by programs that know no other name, is neither.
_CHINESE: Final = {
    **dict.fromkeys(names("gb2312 gbk gb_2312-80 gb18030 x-gbk cp936 ms936 euc-cn"), "gb18030"),
    **dict.fromkeys(names("big5 big5-hkscs cp950 x-x-big5 cn-big5"), "big5hkscs"),
}

# By how much more a page must read like Chinese to be in another encoding than it declares.
_CLEARLY: Final = 0.2

# Names of `meta` elements: those that every page of a Chinese authority has (政府网站发展指引, 国办发〔2017〕47号),
# then those of Open Graph and others, best first.
_TITLES: Final = ("articletitle", "og:title", "twitter:title", "title")
_DATES: Final = ("pubdate", "article:published_time", "publishdate", "date", "dc.date", "dc.date.issued")
# What parts the title of an article from the names of its section and its site. A shorter part is none.
_PARTS = re.compile(r"\s{0,9}[-–—_|｜]{1,3}\s{0,9}")
_SHORTEST: Final = 4
# A hyphen alone may be part of the title.
_SURE_PART = re.compile(r"\s{0,9}[_|｜]\s{0,9}|\s[-–—]{1,2}\s|--|——")


def decode_page(data: bytes, encoding: str | None, declared: str | None = None) -> Decoded:
    """The text of a page. `encoding` overrides all; `declared` is what came with the page (in a mail's header).

    A declaration counts where the page is no UTF-8, has no byte order mark, and can be read so.
    """
    if encoding is None and marked_encoding(data) is None:
        said = _CHINESE.get((declared or _declared(data)).lower())
        if said is not None and not _fits(data, "utf-8") and _fits(data, said) and not _is_other(data, said):
            encoding = said
    return decode(data, encoding)


def _is_other(data: bytes, said: str) -> bool:
    """Whether a page that can be read in the encoding it declares clearly is in another one."""
    sample = b"".join(line for line in data.splitlines(keepends=True) if not line.isascii())[:_HEAD]
    other = likely_encoding(sample)
    if other in (None, said) or other not in _CHINESE.values():
        return False
    return readability(unreadable_marked(sample, other)) > readability(unreadable_marked(sample, said)) + _CLEARLY


def _declared(data: bytes) -> str:
    match = _DECLARED.search(data[:_HEAD])
    return (match[1] or match[2]).decode("ascii") if match else ""


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def titles(tree: LexborHTMLParser) -> list[str]:
    """What the page may be called, best first: parts of its `<title>` may be the section and the site."""
    said = _metas(tree)
    found = [said[name] for name in _TITLES if said.get(name)]
    node = tree.css_first("title")
    whole = " ".join(node.text().split()) if node is not None else ""
    if whole:
        found += [_SURE_PART.split(whole)[0], whole]
        parts = _PARTS.finditer(whole, 0, LONGEST)  # no block that is longer is a title
        found += [whole[: part.start()] for part in parts if part.start() >= _SHORTEST]
    return [title for title in dict.fromkeys(found) if title]


def date(tree: LexborHTMLParser) -> str | None:
    """The day on which the page was published, as it says in its head."""
    said = _metas(tree)
    return next((iso for name in _DATES if (iso := exact_date(said.get(name, "")))), None)


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    """What `meta` elements say, by their names in lower case."""
    said: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or ""
        content = " ".join((attributes.get("content") or "").split())
        said.setdefault(name.lower(), content)
    return said
