"""Documents put together by hand: what real ones have now and then, one thing at a time."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from tests.support.places import PROJECT

DATA = PROJECT / "tests" / "data"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NAMESPACES = (
    f"{_W} "
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOT = (
    f'<Relationships xmlns="{_RELATIONSHIPS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document'
    '.main+xml"/></Types>'
)
# The element that is the root of each part.
_ROOTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "header": "hdr", "footer": "ftr"}


# What declares entities: of ten times the one before, of a file, of a file by way of a parameter.
HARMFUL = {
    "laughs": '<!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 9))
    + '<!ENTITY c "&a8;">]>',
    "file": '<!DOCTYPE x [<!ENTITY c SYSTEM "{secret}">]>',
    "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "{secret}"> %p;]>',
}


def archive(parts: Mapping[str, bytes | str], compression: int = ZIP_DEFLATED) -> bytes:
    """A ZIP archive of parts, in their order; `mimetype` is stored as it is, as OpenDocument and e-books want it."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", compression) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content, ZIP_STORED if name == "mimetype" else None)
    return stream.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word document with the given body and, by kind, what stands in other parts (`styles`, `header`, `footnotes`).

    The relationship of a part has the part's kind for its identifier.
    """
    related = "".join(f'<Relationship Id="{k}" Type="{_OFFICE}/{k}" Target="{k}.xml"/>' for k in parts)
    return archive(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _ROOT,
            "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONSHIPS}">{related}</Relationships>',
            **{
                f"word/{kind}.xml": f"<w:{_ROOTS[kind]} {_NAMESPACES}>{text}</w:{_ROOTS[kind]}>"
                for kind, text in parts.items()
            },
        }
    )


def p(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of one run in WordprocessingML."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text, run)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run in WordprocessingML."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
