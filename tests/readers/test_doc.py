"""Word documents of 1997 to 2003: what their binary format has beside the text, and what is refused."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from corpus import CorpusError
from corpus.readers import marked
from corpus.readers.doc import drawings, read_bytes
from corpus.readers.doc.lists import Numbering
from corpus.readers.doc.sprms import BOLD, SIZE, properties
from corpus.readers.doc.styles import applied
from tests.support.office import DATA

_DOC = (DATA / "山乡通讯.doc").read_bytes()
_HEADER = _DOC.index(b"\xec\xa5")  # of the text's stream


def patched(at: int, data: bytes) -> bytes:
    return _DOC[: _HEADER + at] + data + _DOC[_HEADER + at + len(data) :]


def test_a_document_of_word_95_is_told() -> None:
    for old in (patched(0, b"\xdc\xa5"), patched(2, b"\x68\0")):
        with pytest.raises(CorpusError, match=r"Word 6 or 95, .*; open it with Word or WPS and save it as \.docx"):
            read_bytes(old, None)


def test_a_password_is_told() -> None:
    (flags,) = struct.unpack_from("<H", _DOC, _HEADER + 0x0A)
    with pytest.raises(CorpusError, match="password: open it with Word or WPS and save it without one"):
        read_bytes(patched(0x0A, struct.pack("<H", flags | 0x0100)), None)


def test_a_newer_document_with_a_password_is_told() -> None:
    name = "WordDocument".encode("utf-16-le")
    other = "EncryptedPackage".encode("utf-16-le")
    entry = _DOC.index(name)
    renamed = _DOC[:entry] + other + _DOC[entry + len(other) : entry + 64]
    renamed += struct.pack("<H", len(other) + 2) + _DOC[entry + 66 :]
    with pytest.raises(CorpusError, match="password"):
        read_bytes(renamed, None)


def test_another_compound_file_is_no_word_document() -> None:
    other = _DOC.replace("WordDocument".encode("utf-16-le"), "Word_ocument".encode("utf-16-le"))
    with pytest.raises(CorpusError, match="no Word document"):
        read_bytes(other, None)


@pytest.mark.parametrize("suffix", [".wps", ".wpt", ".dot"])
def test_documents_of_wps_are_the_same(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"通讯{suffix}"
    path.write_bytes(_DOC)
    assert marked(path) == read_bytes(_DOC, None)


@pytest.mark.parametrize("size", [0, 8, 511, 600, 5_000, 10_000])
def test_a_truncated_document_says_what_to_do(size: int) -> None:
    with pytest.raises(CorpusError, match=r"damaged or not complete; open it with Word or WPS"):
        read_bytes(_DOC[:size], None)


def test_a_flipped_byte_anywhere_gives_a_text_or_says_what_is_damaged() -> None:
    told, texts = set(), 0
    for at in range(0, len(_DOC), 127):
        try:
            texts += bool(read_bytes(_DOC[:at] + bytes([_DOC[at] ^ 0xFF]) + _DOC[at + 1 :], None).lines)
        except CorpusError as error:
            told.add(str(error))
    assert texts
    assert told
    assert all(re.search("damaged|password|Word 6|no Word", said) for said in told)


def test_a_document_whose_formatting_is_damaged_keeps_its_text() -> None:
    fonts = 0x9A + 8 * 1  # the sheet of styles: its offset and length
    (length,) = struct.unpack_from("<I", _DOC, _HEADER + fonts + 4)
    text = read_bytes(patched(fonts + 4, struct.pack("<I", length // 2 | 1)), None)
    assert text.warnings == ("its formatting is damaged, and was not read",)
    assert "四月上旬，青溪县把剩下的十一段进村土路全部铺成水泥路，一千二百户出行不再绕道。" in [
        x.text for x in text.lines
    ]


def test_a_text_that_claims_to_be_longer_than_its_file_is_refused() -> None:
    (length,) = struct.unpack_from("<I", _DOC, _HEADER + 0x1A6)
    pieces = _DOC.index(struct.pack("<BI", 2, length - 5)) + 5  # the table of pieces, which ends with the last position
    count = (length - 5 - 4) // 12
    at = pieces + 4 * count - _HEADER
    assert struct.unpack_from("<I", _DOC, _HEADER + at)[0] < 1_000
    with pytest.raises(CorpusError, match="damaged"):
        read_bytes(patched(at, struct.pack("<I", 1 << 30)), None)


def test_modifiers_of_every_size_are_passed_over() -> None:
    tabs = struct.pack("<HB", 0xC615, 3) + b"\0\0\0"
    table = struct.pack("<HH", 0xD608, 4) + b"\0\0\0"
    three = struct.pack("<H", 0x7400 | 0x8000) + b"abc"
    data = tabs + table + three + struct.pack("<HB", BOLD, 1) + struct.pack("<HH", SIZE, 28)
    assert properties(data)[BOLD] == 1
    assert properties(data)[SIZE] == 28
    assert BOLD not in properties(data[:-5])
    assert properties(b"\x35") == {}


def test_type_of_no_size_is_read() -> None:
    sizes = re.compile(struct.pack("<H", SIZE) + b"[^\0]\0")
    assert sizes.search(_DOC)
    without = sizes.sub(struct.pack("<HH", SIZE, 0), _DOC)
    read, expected = ([line.text.strip() for line in read_bytes(data, None).lines] for data in (without, _DOC))
    assert read == expected


def test_bold_may_be_as_the_style_has_it_or_not() -> None:
    assert applied({BOLD: 0x80}, {BOLD: 1})[BOLD] == 1
    assert applied({BOLD: 0x81}, {BOLD: 1})[BOLD] == 0
    assert applied({BOLD: 0x81}, {})[BOLD] == 1


def level(style: int, text: str, start: int = 1) -> bytes:
    xst = struct.pack("<H", len(text)) + text.encode("utf-16-le")
    return struct.pack("<iBB", start, style, 0) + bytes(22) + xst


def test_lists_count_in_words_and_anew_where_they_say_so() -> None:
    lists = struct.pack("<H", 1) + struct.pack("<I", 9) + bytes(22) + b"\1\0"
    plain = struct.pack("<I", 9) + bytes(12)
    anew = struct.pack("<I", 9) + bytes(8) + b"\1\0\0\0"
    overrides = struct.pack("<I", 2) + plain + anew + bytes(4) + bytes(4) + struct.pack("<iI", 5, 0x10)
    numbering = Numbering(lists, level(37, "第\0条"), overrides, [])
    assert [numbering.label(i, 0) for i in (1, 1, 2, 2)] == ["第一条", "第二条", "第五条", "第六条"]
    assert numbering.label(3, 0) == numbering.label(1, 5) == ""


def record(kind: int, content: bytes, instance: int = 0) -> bytes:
    return struct.pack("<HHI", instance << 4 | 0xF, kind, len(content)) + content


def test_lettering_and_the_shapes_of_a_group_are_found() -> None:
    name = "山乡通讯\0".encode("utf-16-le")
    options = record(0xF00B, struct.pack("<HIHI", 0x0080, 7, 0x80C0, len(name)) + name, 2)
    shapes = [record(0xF004, record(0xF00A, struct.pack("<iI", number, 0)) + options) for number in (1025, 1026)]
    root = record(0xF003, record(0xF004, b"") + shapes[0] + record(0xF003, b"".join(shapes)))
    content = record(0xF000, b"") + b"\0" + record(0xF002, root)
    found = [(group.numbers, group.lettering) for group in drawings.groups(content)]
    assert found == [([], []), ([1025], ["山乡通讯"]), ([1025, 1026], ["山乡通讯"] * 2)]
    assert [g for g in drawings.groups(content[:40]) if g.numbers] == list(drawings.groups(b"")) == []
