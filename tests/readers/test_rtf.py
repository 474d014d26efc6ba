"""Rich Text Format: how Chinese text is written in it, and what is no text."""

from __future__ import annotations

import pytest

from corpus import CorpusError
from corpus.marked import Line, MarkedText
from corpus.readers.rtf import read_bytes
from tests.support.office import DATA


def read(body: str | bytes, head: str = "\\ansicpg936") -> MarkedText:
    data = body.encode("ascii") if isinstance(body, str) else body
    return read_bytes(b"{\\rtf1\\ansi" + head.encode("ascii") + b" " + data + b"}", None)


def texts(body: str | bytes, head: str = "\\ansicpg936") -> list[str]:
    return [line.text.strip() for line in read(body, head).lines]


def line(body: str, head: str = "") -> Line:
    (only,) = read(body, "\\ansicpg936" + head).lines
    return only


def u(text: str) -> str:
    """Text as `\\u` and its substitute."""
    units = text.encode("utf-16-le")
    codes = (int.from_bytes(units[i : i + 2], "little") for i in range(0, len(units), 2))
    return "".join(f"\\u{code - 65536 if code > 32767 else code}?" for code in codes)


def escaped(text: str, encoding: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


@pytest.mark.parametrize(("page", "encoding"), [(936, "gbk"), (950, "big5"), (65001, "utf-8")])
def test_8_bit_text_is_in_the_code_page_of_the_document(page: int, encoding: str) -> None:
    text = "山鄉通訊" if encoding == "big5" else "山乡通讯"
    assert texts(escaped(text, encoding), f"\\ansicpg{page}") == [text]


def test_8_bit_text_is_in_the_character_set_of_its_font() -> None:
    fonts = "{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset134 " + escaped("宋体", "gbk") + ";}}"
    assert texts(f"{fonts}\\f1 {escaped('石门村', 'gbk')}\\f0 A", "\\ansicpg1252") == ["石门村A"]


def test_a_character_whose_second_byte_is_a_sign_is_whole() -> None:
    assert texts(b"\\'8b\\\\a\\'8b\\{") == [b"\x8b\\a\x8b{".decode("gb18030")]
    assert texts("石门村".encode("gbk")) == ["石门村"]


def test_unicode_is_read_and_its_substitutes_are_not() -> None:
    assert texts(u("石门𠮷村")) == ["石门𠮷村"]
    assert texts("\\uc2\\u30707\\'ca\\'af\\uc0\\u38376 \\uc1\\u26449 ?!") == ["石门村!"]
    assert texts("\\u55357?a") == ["a"]  # half a character


def test_signs_and_spaces() -> None:
    assert texts("\\ldblquote A\\rdblquote\\~B\\_1\\-2\\tab\\emdash\\{\\}\\line C") == ["“A”\u00a0B-12\t—{}", "C"]
    symbols = "{\\fonttbl{\\f2\\fcharset2 Wingdings;}}"
    assert texts(f"{symbols}{{\\f2 \\'6c}}{u('修渠')}") == ["●修渠"]


def test_headings_by_style_and_outline() -> None:
    styles = "{\\stylesheet{\\s1 heading 1;}{\\s2\\sbasedon1 " + u("文章") + ";}{\\s3 Title;}{\\s4\\sbasedon4 x;}}"
    assert line(f"{{\\s2 {u('动态')}\\par}}", styles).heading == 1
    assert line("{\\outlinelevel1 A\\par}").heading == 2
    assert line("{\\outlinelevel9 A\\par}", styles).heading == 0
    assert line("{\\s4 A\\par}", styles).heading == 0
    both = read("\\s3 A\\par\\pard\\s1 B\\par", styles).lines
    assert [line.heading for line in both] == [1, 2]


def test_bold_larger_centred_and_indented_paragraphs() -> None:
    body = "\\fs28 " + u("正文" * 20) + "\\par"
    for run, stands_out in (("\\b ", True), ("\\fs36 ", True), ("\\dbch\\ab ", True), ("\\ab ", False), ("", False)):
        lines = read(f"{body}{{{run}{u('石门村')}}}\\par").lines
        assert [line.emphasis for line in lines] == [False, stands_out]
    assert line("\\qc A\\par").centred
    assert line("\\fs28\\fi560 A\\par").text == "\u3000\u3000A"
    assert line("\\qr A\\par").text.startswith("\u3000" * 10)


def test_tables_lists_notes_and_boxes() -> None:
    row = "\\trowd\\intbl A\\cell B\\par C\\cell\\row"
    assert texts(f"{row}\\pard D\\par") == ["A\tB C", "D"]
    assert texts("{\\listtext\\pard\\plain " + u("一、") + "\\tab}A\\par") == ["一、A"]
    assert texts("A{\\super\\chftn{\\footnote\\pard N}}B\\par C\\par") == ["AB", "N", "C"]
    box = "{\\shp{\\*\\shpinst\\shptop100\\shpbypara{\\sp{\\sn a}{\\sv b}}{\\shptxt Box\\par}}{\\shprslt Box}}"
    assert texts(f"{box}A\\par") == ["A", "Box"]
    assert texts(f"{box.replace('shptop100', 'shptop-100')}A\\par") == ["Box", "A"]


def test_headers_are_furniture_but_that_of_the_first_page_is_text() -> None:
    heads = "{\\header H\\par}{\\headerf F\\par}{\\footer P\\par}"
    assert [(line.role, line.text) for line in read(f"{heads}A\\par").lines] == [
        ("furniture", "H"),
        (None, "A"),
        ("furniture", "P"),
    ]
    assert (None, "F") in [(line.role, line.text) for line in read(f"\\titlepg{heads}A\\par").lines]


def test_fields_hidden_text_and_unknown_destinations() -> None:
    assert texts(
        'A{\\field{\\*\\fldinst HYPERLINK "x"}{\\fldrslt B}}{\\v C}{\\deleted D}{\\*\\new E}{\\info{\\title F}}'
    ) == ["AB"]
    toc = "{\\field{\\*\\fldinst TOC \\\\o}{\\fldrslt A\\tab 1\\par B\\tab 2}}\\par C\\par"
    assert [line.role for line in read(toc).lines] == ["contents", "contents", None]


def test_binary_data_is_passed_over() -> None:
    assert texts(b"A{\\pict\\bin5 {{{}}}B\\par") == ["AB"]


def test_pages_are_counted() -> None:
    assert [(line.page, line.text) for line in read("A\\par\\page B\\par\\sect C\\par").lines if line.text] == [
        (1, "A"),
        (2, "B"),
        (3, "C"),
    ]


def test_groups_without_end_and_too_many_of_them() -> None:
    assert texts("A\\par{\\b B") == ["A", "B"]
    assert read("A\\par{\\b B").warnings == (
        "the end of the file is missing; copy it once more from where it came from",
    )
    assert read("A\\par{\\b B}").warnings == ()
    assert texts("A}}}B") == ["AB"]
    with pytest.raises(CorpusError, match="more than 500 groups within groups"):
        read("{" * 100_000)
    with pytest.raises(CorpusError, match="no document in Rich Text Format"):
        read_bytes(b"text", None)


def test_damage_costs_no_more_than_characters() -> None:
    data = (DATA / "山乡通讯.rtf").read_bytes()
    for at in range(6, len(data), 701):
        assert read_bytes(data[:at] + bytes([data[at] ^ 0x21]) + data[at + 1 :], None).lines
        assert isinstance(read_bytes(data[:at], None), MarkedText)
