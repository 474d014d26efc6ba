"""Bytes become text whatever encoding they are in, or a fault that says what to do."""

from __future__ import annotations

import codecs
import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import CorpusError
from corpus.decoding import decode
from corpus.encodings import UNREADABLE, readability, readability_at_most
from tests.support.laws import law_articles
from tests.support.places import LAWS, POEMS
from tests.support.poems import poems

_SIMPLIFIED = "容县稳步推进计生家庭发展示范项目，2021年共扶助15户。\n“关爱保险”参保28万份。\n"
_TRADITIONAL = "學團日誌：是日，大眾分工合作佈置場地，貼春聯，備菜，歡喜迎接新年的到來。\n"


def text_of(data: bytes, encoding: str | None = None) -> str:
    """The text alone."""
    return decode(data, encoding).text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_simplified_text_is_recognised(encoding: str) -> None:
    assert text_of(_SIMPLIFIED.encode(encoding)) == _SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"])
def test_traditional_text_is_recognised(encoding: str) -> None:
    assert text_of(_TRADITIONAL.encode(encoding)) == _TRADITIONAL


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_a_byte_order_mark_loses_the_mark(encoding: str) -> None:
    mark = codecs.BOM_UTF16_LE if encoding.endswith("le") else codecs.BOM_UTF16_BE
    assert text_of(mark + _SIMPLIFIED.encode(encoding)) == _SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_of_ascii_without_a_mark_is_recognised(encoding: str) -> None:
    assert text_of("plain ASCII, 2022\n".encode(encoding)) == "plain ASCII, 2022\n"


def test_a_short_gb18030_heading_is_recognised() -> None:
    assert text_of("工作通讯第三期".encode("gb18030")) == "工作通讯第三期"


def test_characters_beyond_the_basic_plane_survive_gb18030() -> None:
    text = _SIMPLIFIED + "㐀𠀀䶮"
    assert text_of(text.encode("gb18030")) == text


def test_line_ends_become_newlines() -> None:
    assert text_of("甲\r\n乙\r丙\n".encode()) == "甲\n乙\n丙\n"


def test_a_nul_becomes_a_replacement_character() -> None:
    assert text_of("关爱\0保险，简讯".encode()) == "关爱\ufffd保险，简讯"


@pytest.mark.parametrize(("encoding", "cut"), [("utf-8", 1), ("utf-8", 2), ("gb18030", 1), ("utf-16", 1)])
def test_a_last_character_cut_short_is_replaced(encoding: str, cut: int) -> None:
    text = _SIMPLIFIED + "项目"
    assert text_of(text.encode(encoding)[:-cut]) == text[:-1] + "\ufffd"


def test_a_forced_encoding_overrides_the_guess() -> None:
    data = "é".encode()
    assert text_of(data, "latin-1") == "Ã©"


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


@pytest.mark.parametrize("encoding", [None, "utf-8"])
def test_a_bad_byte_is_shown_and_its_line_named(encoding: str | None) -> None:
    data = (_SIMPLIFIED * 3).encode()
    at = data.rindex("扶助".encode())
    decoded = decode(data[:at] + b"\xff" + data[at:], encoding)
    lines = (_SIMPLIFIED * 3).split("\n")
    lines[4] = lines[4].replace("扶助", "\ufffd扶助")
    assert decoded.text == "\n".join(lines)
    assert decoded.warnings == ("line 5 is damaged: what is no utf-8 text is shown as \ufffd",)


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_a_bad_byte_in_other_encodings_is_shown_too(encoding: str) -> None:
    text = _TRADITIONAL * 3
    data = text.encode(encoding)
    at = data.index("貼春聯".encode(encoding))
    decoded = decode(data[:at] + b"\xff" + data[at:])
    assert decoded.text.replace("\ufffd", "").startswith(text[: text.index("貼")])
    assert decoded.text.endswith(text[text.index("\n") :])
    assert [w for w in decoded.warnings if w.startswith("line 1 is damaged")]


def test_many_damaged_lines_are_named_in_short() -> None:
    lines = [f"第{number}行，" + "关爱保险参保情况，" * 8 for number in range(1, 41)]
    damaged = [line.encode() + (b"\xfe" if number % 3 else b"") for number, line in enumerate(lines, 1)]
    (warning,) = decode(b"\n".join(damaged)).warnings
    assert warning.startswith("lines 1-2, 4-5, 7-8, 10-11, 13-14 and 17 more are damaged")


def test_what_is_mostly_damaged_is_a_fault() -> None:
    data = b"\xff".join(_SIMPLIFIED[i : i + 5].encode() for i in range(0, len(_SIMPLIFIED), 5))
    with pytest.raises(CorpusError, match=r"not utf-8 text: byte 0xff at offset \d+ does not fit; .*--encoding NAME"):
        decode(data, "utf-8")


@pytest.mark.parametrize(("own", "pasted"), [("utf-8", "gb18030"), ("gb18030", "utf-8"), ("utf-8", "big5")])
def test_lines_in_another_encoding_are_read_and_named(own: str, pasted: str) -> None:
    mine, mail = (_SIMPLIFIED * 4, _TRADITIONAL * 2) if own != "big5" else (_TRADITIONAL * 4, _SIMPLIFIED * 2)
    decoded = decode(mine.encode(own) + mail.encode(pasted) + mine.encode(own))
    assert decoded.text == mine + mail + mine
    (warning,) = decoded.warnings
    assert warning.startswith("lines 9-10 are ")
    assert warning.endswith(f"text, not {own}, and read as such")


def test_a_long_beginning_in_ascii_hides_no_encoding() -> None:
    text = "/* margin: 0; padding: 0 */\n" * 1000 + _SIMPLIFIED
    for encoding in ("gb18030", "utf-16-le"):
        assert text_of(text.encode(encoding)) == text


def test_no_bytes_are_no_text() -> None:
    assert text_of(b"") == ""


# Enough to be sure to a percent or two; a sample costs a tenth of a millisecond.
_SAMPLES = 200
_LENGTHS = (20, 40, 80, 150, 300)


def _right(text: str, encoding: str, mark: bytes, length: int) -> int:
    """How many of the samples come back as they were, of those places in `text` that can be written so."""
    rng = random.Random(f"{encoding} {length}")
    right = made = 0
    while made < _SAMPLES:
        start = rng.randrange(len(text) - length)
        sample = text[start : start + length].strip()
        try:
            data = mark + sample.encode(encoding)
        except UnicodeEncodeError:
            continue
        made += 1
        with suppress(CorpusError):
            right += text_of(data) == sample
    return right


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("gb18030", b""),
        ("big5", b""),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
    ],
)
@pytest.mark.skipif(not (LAWS.exists() and POEMS.exists()), reason="needs the laws and the poems in ../shared")
def test_texts_of_twenty_characters_and_more_are_recognised(encoding: str, mark: bytes) -> None:
    simplified = "\n".join(article.body for article in law_articles(2000))
    traditional = "\n".join(f"{poem.title}\n{poem.body}" for poem in poems(2000))
    for text in (traditional,) if encoding == "big5" else (simplified, traditional):
        counts = {length: _right(text, encoding, mark, length) for length in _LENGTHS}
        assert all(count >= 0.95 * _SAMPLES for count in counts.values()), counts


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_corpus_error(data: bytes) -> None:
    try:
        text = text_of(data)
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
        text_of(data, encoding).encode("utf-8")


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r\ufeff"), max_size=60))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    printable = "".join(c for c in text if c >= " " or c in "\t\n")
    magic = printable.startswith(("%PDF-", "GIF8"))
    assert magic or text_of(printable.encode()) == printable


@given(st.text(st.one_of(st.sampled_from(_SIMPLIFIED + _TRADITIONAL + UNREADABLE), st.characters())))
def test_no_text_reads_better_than_at_most(text: str) -> None:
    assert readability(text) <= readability_at_most(text)


def test_a_line_that_could_be_in_two_encodings_is_in_that_of_the_file() -> None:
    # In GB18030, 目录 is 0xC4 0xBF 0xC2 0xBC, which is UTF-8 as well.
    text = f"{_SIMPLIFIED}目录\n{_SIMPLIFIED}"
    data = text.encode("gb18030")
    assert "目录".encode("gb18030").decode("utf-8") != "目录"
    assert decode(data).text == text
    assert not decode(data).warnings
