"""The kinds of file that can be read, what reads each, and how a file's content tells which kind it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpus.errors import CorpusError
from corpus.language import later, tr

# suffix -> the module of corpus.readers whose `read_bytes` reads such newsletters. A module is imported when its first
# file comes, so a format's library costs nothing to those who have no such files. A new format is one line here and
# one module there; one that has a signature is a `Kind` below, too.
NEWSLETTERS: Final = {
    ".doc": "corpus.readers.doc",
    ".docm": "corpus.readers.docx",
    ".docx": "corpus.readers.docx",
    ".dot": "corpus.readers.doc",
    ".dotm": "corpus.readers.docx",
    ".dotx": "corpus.readers.docx",
    ".epub": "corpus.readers.epub",
    ".htm": "corpus.readers.html",
    ".html": "corpus.readers.html",
    ".markdown": "corpus.readers.markdown",
    ".md": "corpus.readers.markdown",
    ".mht": "corpus.readers.mhtml",
    ".mhtml": "corpus.readers.mhtml",
    ".odt": "corpus.readers.odt",
    ".ofd": "corpus.readers.ofd",
    ".ott": "corpus.readers.odt",
    ".pdf": "corpus.readers.pdf",
    ".rtf": "corpus.readers.rtf",
    ".shtml": "corpus.readers.html",
    ".txt": "corpus.readers.text",
    ".wps": "corpus.readers.doc",
    ".wpt": "corpus.readers.doc",
    ".xhtml": "corpus.readers.html",
}

# Articles that someone else has made ready; see corpus.ready.
READY: Final = (".csv", ".jsonl")

# All that can be read.
SUFFIXES: Final[tuple[str, ...]] = tuple(sorted((*NEWSLETTERS, *READY)))

# Formats that are text themselves; of the others, what exceeds the text of an issue of 20,000 characters is pictures,
# fonts and padding.
_OF_TEXT: Final = frozenset((*READY, ".htm", ".html", ".markdown", ".md", ".shtml", ".txt", ".xhtml"))
_TEXT_OF_AN_ISSUE: Final = 60_000

_SAVE: Final = later("save it as .docx, .pdf or .txt")
_UNPACK: Final = later("unpack it and name what comes out")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is by its content: its `name` in words, and the `suffixes` that such files have.

    The reader of the first suffix reads it; if there is none, `advice` says what to do.
    """

    name: str
    suffixes: tuple[str, ...] = ()
    advice: str = _SAVE

    @property
    def reader(self) -> str:
        """The module that reads such files; raises `CorpusError` if none does."""
        module = NEWSLETTERS.get(self.suffixes[0]) if self.suffixes else None
        if module is None:
            raise CorpusError(
                tr("this is {kind}, which cannot be read; {advice}", kind=tr(self.name), advice=tr(self.advice))
            )
        return module


_TEXT: Final = Kind(later("plain text"), (".txt", ".text", ".md", ".markdown"))
_HTML: Final = Kind(later("an HTML page"), (".html", ".htm", ".xhtml", ".shtml"))
_MHTML: Final = Kind(later("a web archive (MHTML)"), (".mht", ".mhtml"))
_PDF: Final = Kind(later("a PDF file"), (".pdf",))
# Newer documents of WPS are such, too.
_DOCX: Final = Kind(later("a Word document (.docx)"), (".docx", ".docm", ".dotx", ".dotm", ".wps"))
_DOC: Final = Kind(later("an old Word or WPS document (.doc)"), (".doc", ".dot", ".wps", ".wpt"))
_RTF: Final = Kind(later("a document in Rich Text Format"), (".rtf",))
_OFD: Final = Kind(later("an OFD document"), (".ofd",))
_EPUB: Final = Kind(later("an e-book (EPUB)"), (".epub",))
_ZIP: Final = Kind(later("a ZIP archive"), advice=_UNPACK)
# So little is left of it that only its name can tell what it was.
_CUT_ZIP: Final = Kind(
    later("a damaged ZIP archive"),
    (*_DOCX.suffixes, ".odt", ".ott", ".ofd", ".epub"),
    advice=later("copy it once more"),
)
_OLE: Final = Kind(later("an old Microsoft Office or WPS file"))
_CUT_OLE: Final = Kind(
    later("an old Microsoft Office or WPS file whose end is missing"),
    advice=later("copy it once more from where it came from"),
)
_PICTURE: Final = Kind(
    later("a picture"), advice=later("have its text recognised (OCR) and saved as .docx, .pdf or .txt")
)

# What files begin with whose kind that tells.
_BEGINNINGS: Final = (
    (b"%PDF-", _PDF),
    (b"{\\rtf", _RTF),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"Rar!\x1a\x07", Kind(later("a RAR archive"), advice=_UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", Kind(later("a 7-Zip archive"), advice=_UNPACK)),
    (b"\x1f\x8b", Kind(later("a compressed file"), advice=_UNPACK)),
    (b"ITSF", Kind(later("an HTML Help file (.chm)"))),
    (b"SQLite format 3\0", Kind(later("a database (SQLite)"))),
    (b"\x7fELF", Kind(later("a program"), advice=later("name documents"))),
)

# Streams in the directory of a compound file, the format of Microsoft Office until 2003 (MS-CFB 2.6): an entry has
# 128 bytes and begins with its name in UTF-16. A document with a table embedded has both names.
_STREAMS: Final = (
    ("WordDocument", _DOC),
    ("Workbook", Kind(later("an Excel workbook (.xls)"))),
    ("Book", Kind(later("an Excel workbook (.xls)"))),
    ("PowerPoint Document", Kind(later("a PowerPoint presentation (.ppt)"))),
    (
        "EncryptedPackage",
        Kind(later("an Office document with a password"), advice=later("save it without the password")),
    ),
    ("__properties_version1.0", Kind(later("a mail (.msg)"))),
)
_DIRECTORY_ENTRY: Final = 128

# What the `mimetype` in an archive says, its first part and not packed (EPUB OCF 4.3, ODF 1.2 part 3).
_MIMETYPES: Final = (
    (b"application/epub+zip", _EPUB),
    (b"application/vnd.oasis.opendocument.text", Kind(later("an OpenDocument text (.odt)"), (".odt", ".ott"))),
    (b"application/vnd.oasis.opendocument.", Kind(later("an OpenDocument spreadsheet or presentation"))),
)
# Folders and files at the top of an archive (ECMA-376 part 2, GB/T 33190).
_TOPS: Final = {
    "word/": _DOCX,
    "xl/": Kind(later("an Excel workbook (.xlsx)")),
    "ppt/": Kind(later("a PowerPoint presentation (.pptx)")),
    "OFD.xml": _OFD,
}

# So much of a file shows that it is a page; a form that was saved as one begins with long comments and declarations.
_HEAD: Final = 4096
_BEFORE_MARKUP = rb"(?:\s|<\?[^>]*>|<!--(?:(?!-->).)*-->)*"
_PAGE = re.compile(_BEFORE_MARKUP + rb"<(?:!doctype\s+html|(?:html|head|body)[\s>])", re.I | re.S)
# What programs export as `.doc`, and what is copied into `.txt`, is often no whole page.
_FRAGMENT = re.compile(
    _BEFORE_MARKUP + rb"<(?:!doctype|meta|title|style|table|div|p|span|center|font|h[1-6])[\s>]", re.I | re.S
)
_END_TAG = re.compile(rb"</(?:p|div|table|td|span|font|h[1-6])\s*>", re.I)
_OFFICE_XML = re.compile(rb"<\?mso-application|<w:wordDocument|<pkg:package")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_MAIL_HEADER = re.compile(rb"[a-z][a-z-]*:")
_BINARY = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")


def text_size(suffix: str, size: int) -> int:
    """About how many bytes of text a file of `size` bytes holds, by the suffix of its name."""
    return size if suffix.lower() in _OF_TEXT else min(size, _TEXT_OF_AN_ISSUE)


def signature(data: bytes) -> Kind | None:
    """The kind of a file that is no text, by what it begins with; None for text, and for what has no signature."""
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        unknown = _CUT_OLE if _directory(data) >= len(data) else _OLE
        return next((kind for stream, kind in _STREAMS if _has_stream(data, stream)), unknown)
    if b"%PDF-" in data[:1024] and b"endobj" in data:  # PDF 1.7, H.3.4.1: something may stand before
        return _PDF
    return None


def reader_of(data: bytes, suffix: str) -> tuple[str, str | None]:
    """The module that reads a newsletter file, and a warning if its content is of another kind than its name says.

    `suffix` is that of its name, in lower case. Raises `CorpusError` for a kind that cannot be read, and for a suffix
    that is unknown where the content has no signature: files of most kinds are text.
    """
    kind = signature(data) or _markup(_ascii(data)) or _belied(data, suffix)
    if kind is None or (kind is _CUT_ZIP and suffix in kind.suffixes):
        return _by_suffix(suffix), None
    if kind is _CUT_ZIP:
        raise CorpusError(
            tr("this is {kind}, which cannot be read; {advice}", kind=tr(kind.name), advice=tr(kind.advice))
        )
    if suffix in kind.suffixes:
        return kind.reader, None
    named = tr("the name ends in {suffix}", suffix=suffix) if suffix else tr("the name has no suffix")
    return kind.reader, tr("{named}, but this is {kind}, and was read as such", named=named, kind=tr(kind.name))


def is_plain(data: bytes, suffix: str) -> bool:
    """Whether a file is plain text by its content and its name; raises what `reader_of` raises."""
    return reader_of(data, suffix)[0] == _TEXT.reader


def _by_suffix(suffix: str) -> str:
    module = NEWSLETTERS.get(suffix)
    if module is None:
        named = tr("files of type {suffix}", suffix=suffix) if suffix else tr("files without a suffix")
        raise CorpusError(
            tr(
                "cannot read {named}; readable are {suffixes}; the name of a text ends in .txt",
                named=named,
                suffixes=" ".join(SUFFIXES),
            )
        )
    return module


def _belied(data: bytes, suffix: str) -> Kind | None:
    """Text under a name that promises something else, which would have a signature."""
    head = _ascii(data)
    if suffix == ".txt" and _FRAGMENT.match(head) and _END_TAG.search(head):
        return _HTML
    if suffix not in NEWSLETTERS or suffix in (*_TEXT.suffixes, *_HTML.suffixes):
        return None
    if _BINARY.search(data[:_HEAD]) and not data.startswith(_UTF_16):
        return None  # what the name says, and damaged
    return _HTML if _FRAGMENT.match(head) else _TEXT


def _ascii(data: bytes) -> bytes:
    """The beginning of a file without what only UTF-16 and byte order marks have: markup looks alike then."""
    return data[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")


def _markup(head: bytes) -> Kind | None:
    if _OFFICE_XML.search(head):
        return Kind(later("an Office document in XML (2003)"))
    if _PAGE.match(head):
        return _HTML
    lower = head.lower()
    if _MAIL_HEADER.match(lower) and b"mime-version:" in lower and b"multipart/related" in lower:
        return _MHTML
    return None


def _directory(data: bytes) -> int:
    """Where the directory of a compound file begins, by its header (MS-CFB 2.2)."""
    sector_size = 1 << min(int.from_bytes(data[30:32], "little"), 12)
    return (int.from_bytes(data[48:52], "little") + 1) * sector_size


def _has_stream(data: bytes, name: str) -> bool:
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = data.find(wanted)
    while at >= 0 and at % _DIRECTORY_ENTRY:
        at = data.find(wanted, at + 1)
    return at >= 0


def _archive(data: bytes) -> Kind:
    """What a ZIP archive is by the names in it, which a damaged one has in its bytes, too."""
    from corpus.readers.archive import Archive

    unknown = _ZIP
    try:
        names = Archive(data, program="").names()
    except CorpusError:
        names = [name for name in _TOPS if name.encode() in data]
        unknown = _CUT_ZIP
    for said, kind in _MIMETYPES:
        if said in data[:_HEAD]:
            return kind
    tops = {name.replace("\\", "/").lower().lstrip("/").partition("/")[0] for name in names}
    return next((kind for folder, kind in _TOPS.items() if folder.strip("/").lower() in tops), unknown)
