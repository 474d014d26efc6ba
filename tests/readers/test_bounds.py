"""Archives and XML made to harm, and damaged ones: refused within bounds, in words that say what to do."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_STORED

import pytest

from corpus import CorpusError
from corpus.limits import Limits, within
from corpus.readers import marked
from corpus.readers.archive import Archive, resolve
from corpus.readers.docx import read_bytes
from corpus.readers.xmltree import find, parse
from tests.support.office import DATA, archive, docx, p, r

SMALL = Limits(unpacked=3 << 20, ratio=20, small=1 << 20, parts=5, elements=1_000, nesting=50)


def opened(data: bytes) -> Archive:
    with within(SMALL):
        return Archive(data, program="Word")


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


def test_a_part_that_unpacks_to_far_more_than_it_is_packed_is_refused() -> None:
    bomb = archive({"a": bytes(2 << 20)})
    assert len(bomb) < 4_000
    with pytest.raises(CorpusError, match="more than 20 times larger than packed"):
        opened(bomb).read("a")
    assert opened(archive({"a": bytes(1 << 20)})).read("a") == bytes(1 << 20)  # too small to harm


def test_all_parts_together_are_bounded() -> None:
    parts = opened(archive({name: bytes(1 << 20) for name in "abcd"}, ZIP_STORED))
    for name in "abc":
        parts.read(name)
    with pytest.raises(CorpusError, match="more than 3 MB when unpacked"):
        parts.read("d")


def test_a_small_file_that_claims_to_hold_gigabytes_is_refused_by_its_words_and_not_by_its_claims() -> None:
    """The list of parts says 4 GB, or 10 bytes, of a part that is neither."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = stream.compress(bytes(2 << 20)) + stream.flush()
    for claimed in (10, 0xFFFF_FFF0):
        sizes = struct.pack("<III", zlib.crc32(bytes(2 << 20)), len(packed), claimed)
        head = struct.pack("<4sHHHHH", b"PK\x03\x04", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", 1, 0) + b"a"
        entry = struct.pack("<4sHHHHHH", b"PK\x01\x02", 20, 20, 0, 8, 0, 0) + sizes
        entry += struct.pack("<HHHHHII", 1, 0, 0, 0, 0, 0, 0) + b"a"
        end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), len(head) + len(packed), 0)
        with pytest.raises(CorpusError, match=r"times larger than packed|the part a of it is damaged"):
            opened(head + packed + entry + end).read("a")


def test_an_archive_of_too_many_parts_is_refused_before_they_are_listed() -> None:
    with pytest.raises(CorpusError, match="more than 5 parts"):
        opened(archive(dict.fromkeys("abcdef", b"")))


def test_parts_are_found_whichever_way_their_names_are_written() -> None:
    parts = opened(archive({"Doc_0\\Pages/Page_0/Content.xml": b"1", "/abs.xml": b"2", "../up.xml": b"3"}))
    assert parts.read("doc_0/./Pages/x/../Page_0/content.XML") == b"1"
    assert (parts.read("abs.xml"), parts.read("/up.xml")) == (b"2", b"3")
    assert resolve("OEBPS/text/a.xhtml", "../b.xhtml") == "OEBPS/b.xhtml"
    assert resolve("Doc_0/Document.xml", "/Res/x.xml") == "Res/x.xml"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_names_that_do_not_say_their_encoding_are_found(encoding: str) -> None:
    name = "正文.xml".encode(encoding)
    data = archive({"x" * len(name): b"1"}).replace(b"x" * len(name), name)
    assert opened(data).read("正文.xml") == b"1"


def test_an_encrypted_part_says_which_program_saves_it_without_a_password() -> None:
    data = bytearray(archive({"a": b"1"}))
    data[6] |= 1  # the flags, in the part's own head and in the list
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(CorpusError, match="protected by a password: open it with Word and save it without one"):
        opened(bytes(data)).read("a")


def test_other_ways_to_pack_are_refused() -> None:
    with pytest.raises(CorpusError, match="packed in an unusual way"):
        opened(archive({"a": b"1"}, ZIP_BZIP2)).read("a")


def test_entities_are_refused_wherever_they_grow() -> None:
    laughs = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    with pytest.raises(CorpusError, match="X declares entities"):
        parse(laughs.encode(), {}, what="X")
    with pytest.raises(CorpusError, match="X declares entities"):
        parse(b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', {}, what="X")


def test_depth_and_number_of_elements_are_bounded() -> None:
    with within(SMALL), pytest.raises(CorpusError, match="more than 50 elements within elements"):
        parse(b"<a>" * 100_000, {}, what="X")
    with within(SMALL), pytest.raises(CorpusError, match="more than 1,000 elements"):
        parse(b"<a>" + b"<b/>" * 1_000 + b"</a>", {}, what="X")


@pytest.mark.parametrize("data", [b"", b"<a>", b"<a><b></a>", b"\0\1", b'<?xml version="1.0" encoding="x-no"?><a/>'])
def test_what_is_no_xml_is_told(data: bytes) -> None:
    with pytest.raises(CorpusError, match="X is damaged"):
        parse(data, {}, what="X")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "GB2312", "gbk", "Big5"])
def test_xml_is_read_in_the_encoding_that_it_declares(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?><a><b>中文</b></a>'.encode(encoding)
    found = find(parse(data, {}, what="X"), "b")
    assert found is not None
    assert found.text == "中文"


@pytest.mark.parametrize("size", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_document_says_what_to_do(size: float) -> None:
    data = (DATA / "山乡通讯.docx").read_bytes()
    with pytest.raises(CorpusError, match=r"damaged or not complete .*; open it with the program that made it"):
        read_bytes(data[: int(len(data) * size)], None)


def test_a_document_of_which_little_is_left_is_what_its_name_says(tmp_path: Path) -> None:
    data = (DATA / "山乡通讯.docx").read_bytes()[:300]
    path = tmp_path / "通讯.docx"
    path.write_bytes(data)
    with pytest.raises(CorpusError, match=r"通讯\.docx: the file is damaged or not complete"):
        marked(path)
    path = path.rename(tmp_path / "通讯.txt")
    with pytest.raises(CorpusError, match="this is a damaged ZIP archive, which cannot be read; copy it once more"):
        marked(path)


def test_a_flipped_bit_anywhere_gives_a_text_or_says_what_is_damaged() -> None:
    data = (DATA / "山乡通讯.docx").read_bytes()
    told = set()
    for at in range(0, len(data), 127):
        try:
            assert read_bytes(flipped(data, at), None).lines
        except CorpusError as error:
            told.add(str(error))
    assert told
    assert all(re.search("damaged|missing|password", said) for said in told)


@pytest.mark.parametrize("wrapper", ["w:smartTag", "w:ins", "w:r", "w:fldSimple", "wp:anchor", "mc:AlternateContent"])
def test_what_is_nested_as_deep_as_is_allowed_is_read(wrapper: str) -> None:
    depth = 490
    body = f"<w:p>{f'<{wrapper}>' * depth}{r('渠')}{f'</{wrapper}>' * depth}</w:p>"
    assert read_bytes(docx(body), None).lines[0].text == "渠"


def test_tables_nested_as_deep_as_is_allowed_are_read() -> None:
    depth = 160
    body = "<w:tbl><w:tr><w:tc>" * depth + p("渠") + "</w:tc></w:tr></w:tbl>" * depth
    assert [line.text for line in read_bytes(docx(body), None).lines] == ["渠"]


def test_a_document_nested_deeper_is_refused() -> None:
    with pytest.raises(CorpusError, match="more than 500 elements within elements"):
        read_bytes(docx("<w:ins>" * 100_000), None)


def test_a_bomb_of_forty_two_kilobytes_is_refused() -> None:
    bomb = docx(" " * (40 << 20))
    assert len(bomb) < 43_000
    with pytest.raises(CorpusError, match="more than 200 times larger than packed"):
        read_bytes(bomb, None)


def test_styles_in_long_chains_and_notes_within_notes_cost_little() -> None:
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{i}"><w:basedOn w:val="s{i + 1}"/></w:style>' for i in range(1_000)
    )
    styled = "".join(p("渠", f'<w:pStyle w:val="s{i}"/>') for i in range(1_000))
    assert len(read_bytes(docx(styled, styles=chain), None).lines) == 1_000
    notes = "".join(
        f'<w:footnote w:id="{i}"><w:p>{r("注")}<w:r><w:footnoteReference w:id="{i + 1}"/></w:r></w:p></w:footnote>'
        for i in range(1_000)
    )
    body = f'<w:p>{r("渠")}<w:r><w:footnoteReference w:id="0"/></w:r></w:p>'
    assert [line.text for line in read_bytes(docx(body, footnotes=notes), None).lines] == ["渠", "注"]
