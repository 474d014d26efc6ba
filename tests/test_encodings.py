"""Bytes become text whatever encoding they are in, or a fault that says what to do."""

from __future__ import annotations

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import CorpusError
from corpus.encodings import decode

_SIMPLIFIED = "容县稳步推进计生家庭发展示范项目，2021年共扶助15户。\n“关爱保险”参保28万份。\n"
_TRADITIONAL = "學團日誌：是日，大眾分工合作佈置場地，貼春聯，備菜，歡喜迎接新年的到來。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_simplified_text_is_recognised(encoding: str) -> None:
    assert decode(_SIMPLIFIED.encode(encoding)) == _SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"])
def test_traditional_text_is_recognised(encoding: str) -> None:
    assert decode(_TRADITIONAL.encode(encoding)) == _TRADITIONAL


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_a_byte_order_mark_loses_the_mark(encoding: str) -> None:
    mark = codecs.BOM_UTF16_LE if encoding.endswith("le") else codecs.BOM_UTF16_BE
    assert decode(mark + _SIMPLIFIED.encode(encoding)) == _SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_of_ascii_without_a_mark_is_recognised(encoding: str) -> None:
    assert decode("plain ASCII, 2022\n".encode(encoding)) == "plain ASCII, 2022\n"


def test_a_short_gb18030_heading_is_recognised() -> None:
    assert decode("工作通讯第三期".encode("gb18030")) == "工作通讯第三期"


def test_characters_beyond_the_basic_plane_survive_gb18030() -> None:
    text = _SIMPLIFIED + "㐀𠀀䶮"
    assert decode(text.encode("gb18030")) == text


def test_line_ends_become_newlines() -> None:
    assert decode("甲\r\n乙\r丙\n".encode()) == "甲\n乙\n丙\n"


def test_a_nul_becomes_a_replacement_character() -> None:
    assert decode("关爱\0保险，简讯".encode()) == "关爱\ufffd保险，简讯"


@pytest.mark.parametrize(("encoding", "cut"), [("utf-8", 1), ("utf-8", 2), ("gb18030", 1), ("utf-16", 1)])
def test_a_last_character_cut_short_is_replaced(encoding: str, cut: int) -> None:
    text = _SIMPLIFIED + "项目"
    assert decode(text.encode(encoding)[:-cut]) == text[:-1] + "\ufffd"


def test_a_forced_encoding_overrides_the_guess() -> None:
    data = "é".encode()
    assert decode(data, "latin-1") == "Ã©"


def test_an_unknown_encoding_is_named() -> None:
    with pytest.raises(CorpusError, match=r"unknown encoding 'gb-2312-x'.*--encoding NAME"):
        decode(b"a", "gb-2312-x")


@pytest.mark.parametrize("encoding", ["base64", "rot13", "hex", "", "a\0b", "idna", "undefined"])
def test_what_is_no_encoding_of_text_is_a_fault(encoding: str) -> None:
    with pytest.raises(CorpusError):
        decode("关爱".encode(), encoding)


def test_a_wrong_forced_encoding_names_the_first_bad_byte() -> None:
    with pytest.raises(CorpusError, match=r"not utf-8 text: byte 0x\w\w at offset 0.*--encoding NAME"):
        decode(_SIMPLIFIED.encode("gb18030"), "utf-8")


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n\xe2\xe3", b"PK\x03\x04\x14\0", b"\x89PNG\r\n\x1a\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_a_file_of_another_kind_is_named(data: bytes) -> None:
    with pytest.raises(CorpusError, match=r"this is an? .*, not text"):
        decode(data)


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"\0\x01\x02\x03" * 50, b"\xff\xfa\x00\x01\x80\x90" * 20])
def test_binary_data_is_a_fault_that_names_the_option(data: bytes) -> None:
    with pytest.raises(CorpusError, match="--encoding NAME"):
        decode(data)


def test_damaged_utf_8_is_not_read_as_something_else() -> None:
    data = _SIMPLIFIED.encode()
    with pytest.raises(CorpusError, match="neither UTF-8"):
        decode(data[:30] + b"\xff" + data[30:])


def test_no_bytes_are_no_text() -> None:
    assert decode(b"") == ""


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_corpus_error(data: bytes) -> None:
    try:
        text = decode(data)
    except CorpusError:
        return
    text.encode("utf-8")
    assert "\0" not in text
    assert "\r" not in text


@given(
    st.binary(max_size=60),
    st.one_of(st.text(max_size=12), st.sampled_from(["gb18030", "utf-7", "utf-16", "big5", "punycode"])),
)
def test_any_bytes_in_any_encoding_are_text_or_a_corpus_error(data: bytes, encoding: str) -> None:
    with suppress(CorpusError):
        decode(data, encoding).encode("utf-8")


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r\ufeff"), max_size=60))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    printable = "".join(c for c in text if c >= " " or c in "\t\n")
    magic = printable.startswith(("%PDF-", "GIF8"))
    assert magic or decode(printable.encode()) == printable
