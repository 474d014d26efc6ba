"""Small PDF files written by hand: text at places, in a Chinese font that is not embedded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_WIDTH, _HEIGHT = 595, 842
# Fonts by name: horizontal and vertical Chinese, and bold type.
_FONTS = {"H": ("STSong-Light", "UniGB-UCS2-H"), "V": ("STSong-Light", "UniGB-UCS2-V"), "B": ("SimHei", "UniGB-UCS2-H")}


def text(words: str, x: float, y: float, size: float = 12, font: str = "H", turned: str = "1 0 0 1") -> str:
    """An operator that draws `words` with their baseline from (x, y), in points from the lower left corner.

    `turned` are the first four numbers of the text matrix.
    """
    return f"BT /{font} {size} Tf {turned} {x} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET"


def document(pages: Iterable[Sequence[str]], *, rotate: int = 0, trailer: str = "", note: Sequence[str] = ()) -> bytes:
    """A PDF whose pages hold these operators.

    `rotate` turns all pages, `trailer` is added to the file's trailer, `note` is what a note on each page shows.
    """
    objects: list[str] = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    fonts = []
    for name, (face, encoding) in _FONTS.items():
        number = len(objects) + 1
        objects += [
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{face} /Encoding /{encoding} "
            f"/DescendantFonts [{number + 1} 0 R] >>",
            f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{face} /DW 1000 /FontDescriptor {number + 2} 0 R "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
            f"<< /Type /FontDescriptor /FontName /{face} /Flags 6 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 90 "
            "/ItalicAngle 0 /FontBBox [0 -120 1000 880] >>",
        ]
        fonts.append(f"/{name} {number} 0 R")
    annotations = ""
    if note:
        content = "\n".join(note)
        number = len(objects) + 1
        rectangle = f"[0 0 {_WIDTH} {_HEIGHT}]"
        objects += [
            f"<< /Type /XObject /Subtype /Form /BBox {rectangle} /Resources << /Font << {' '.join(fonts)} >> >> "
            f"/Length {len(content)} >>\nstream\n{content}\nendstream",
            f"<< /Type /Annot /Subtype /FreeText /Rect {rectangle} /F 4 /DA (/H 12 Tf) /Contents (note) "
            f"/AP << /N {number} 0 R >> >>",
        ]
        annotations = f"/Annots [{number + 1} 0 R] "
    kids = []
    for operators in pages:
        content = "\n".join(operators)
        number = len(objects) + 1
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH} {_HEIGHT}] /Rotate {rotate} {annotations}"
            f"/Resources << /Font << {' '.join(fonts)} >> >> /Contents {number + 1} 0 R >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
        kids.append(f"{number} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _file(objects, trailer)


def _file(objects: Sequence[str], trailer: str) -> bytes:
    found = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(found))
        found += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(found)
    found += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    found += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    return bytes(found) + end.encode("latin-1")


def scan(before: bytes, pictures: int) -> bytes:
    """A PDF of the pages of another one, if any, and then of so many pages that are pictures without text."""
    import io

    import pypdfium2

    with pypdfium2.PdfDocument.new() as made:
        if before:
            with pypdfium2.PdfDocument(before) as other:
                made.import_pages(other)
        for _ in range(pictures):
            page = made.new_page(_WIDTH, _HEIGHT)
            image = pypdfium2.PdfImage.new(made)
            image.set_bitmap(pypdfium2.PdfBitmap.new_native(8, 8, 1))
            image.set_matrix(pypdfium2.PdfMatrix().scale(_WIDTH, _HEIGHT))
            page.insert_obj(image)
            page.gen_content()
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()
