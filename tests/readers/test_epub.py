"""E-books: their pages in the order in which they are read, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus import CorpusError
from corpus import read as read_file
from corpus.limits import Limits, within
from corpus.marked import MarkedText
from corpus.readers.epub import read_bytes
from corpus.readers.html.sheets import as_page, rules
from tests.support.office import HARMFUL, archive

_CONTAINER = '<container><rootfiles><rootfile full-path="OPS/content.opf"/></rootfiles></container>'
_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head>{0}</head><body>{1}</body>'
)


def book(*pages: str, metadata: str = "", ncx: str = "", css: str = "", more: dict[str, str] | None = None) -> bytes:
    """An e-book of pages, whose names are Chinese: `正文0.xhtml`."""
    kind = "application/xhtml+xml"
    items = "".join(
        f'<item id="i{i}" href="%E6%AD%A3%E6%96%87{i}.xhtml" media-type="{kind}"'
        + (' properties="nav"/>' if "nav" in page else "/>")
        for i, page in enumerate(pages)
    )
    items += '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    items += '<item id="css" href="style.css" media-type="text/css"/>'
    order = "".join(f'<itemref idref="i{i}"/>' for i in reversed(range(len(pages))))
    return archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": _CONTAINER,
            "OPS/content.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<metadata>{metadata}</metadata><manifest>{items}</manifest><spine>{order}</spine></package>",
            "OPS/toc.ncx": f"<ncx><navMap>{ncx}</navMap></ncx>",
            "OPS/style.css": css,
            **{f"OPS/正文{i}.xhtml": _HEAD.format("<title/>", page) + "</html>" for i, page in enumerate(pages)},
            **(more or {}),
        }
    )


def texts(read: MarkedText) -> list[str]:
    return [line.text.strip() for line in read.lines if line.text.strip()]


def test_pages_come_in_the_order_of_the_spine_and_empty_elements_end_where_they_begin() -> None:
    read = read_bytes(book("<p>柳河村<a id='x'/>晒账本</p><p/><p>二</p>", "<h1>石门村修渠</h1>"), None)
    assert texts(read) == ["石门村修渠", "柳河村晒账本", "二"]
    assert [line.heading for line in read.lines if line.heading] == [1]
    assert [line.number for line in read.lines] == list(range(1, len(read.lines) + 1))


def test_title_and_date_are_those_of_the_publication() -> None:
    said = "<dc:title>山乡通讯</dc:title><dc:date>2023-04-28T00:00:00Z</dc:date>"
    read = read_bytes(book("<p>一</p>", metadata=said), None)
    assert (read.title, read.date) == ("山乡通讯", "2023-04-28")
    for none in ("<dc:title>Unknown</dc:title><dc:date>0101-01-01</dc:date>", "<dc:date>去年</dc:date>"):
        read = read_bytes(book("<p>一</p>", metadata=none), None)
        assert (read.title, read.date) == (None, None)


def test_its_page_of_contents_has_that_role() -> None:
    read = read_bytes(book("<p>正文</p>", '<nav><ol><li><a href="x">石门村修渠</a></li></ol></nav>'), None)
    assert [(line.role, line.text) for line in read.lines if line.text] == [
        ("contents", "1. 石门村修渠"),
        (None, "正文"),
    ]


def point(text: str, part: int) -> str:
    return (
        f"<navPoint><navLabel><text>{text}</text></navLabel>"
        f'<content src="%E6%AD%A3%E6%96%87{part}.xhtml#x"/></navPoint>'
    )


def test_what_the_contents_name_is_a_heading_unless_it_only_heads_others() -> None:
    pages = ("<p>石门村修渠</p><p>修好了三里老渠。</p>", "<p>柳河村 晒账本</p><p>每月五日公布收支。</p>")
    contents = point("石门村修渠", 0) + point("柳河村晒账本", 1)
    read = read_bytes(book(*pages, ncx=contents), None)
    assert [line.text for line in read.lines if line.heading == 1] == ["柳河村 晒账本", "石门村修渠"]
    sections = tuple(f"<p>栏目{i}</p><p><b>标题</b></p><p>这里是一段正文，比标题长得多。</p>" for i in range(2))
    read = read_bytes(book(*sections, ncx=point("栏目0", 0) + point("栏目1", 1)), None)
    assert not any(line.heading for line in read.lines)
    assert [line.text for line in read.lines if line.emphasis] == ["栏目1", "标题", "栏目0", "标题"]


def test_style_sheets_say_what_stands_out() -> None:
    css = "/* a { */ p.t, .c{ text-align: center; font-weight:bold } .big {font-size:1.5em}"
    page = '<p class="t">石门村修渠</p><p class="big">柳河村</p><p>这里是一段正文，比标题长得多。</p>'
    lines = [line for line in read_bytes(book(page, css=css), None).lines if line.text]
    assert [(line.emphasis, line.centred) for line in lines] == [(True, True), (True, False), (False, False)]


def test_inline_styles_count_more_than_sheets() -> None:
    said = rules([".t{text-align:center}", "p{font-size:150%}"])
    assert as_page("<p class='t' style=\"text-align:right\"/>", said) == (
        "<p class='t' style=\"font-size:18.0pt;text-align:right\"></p>"
    )
    assert as_page('<br/><img src="a/b"/>', said) == '<br><img src="a/b">'


def test_hostile_style_sheets_and_tags_take_no_time() -> None:
    assert rules(["/*" * 200_000, "{" * 200_000, "a" * 1_000_000, "p:" * 200_000]) == {}
    hostile = "<a " + "'" * 100_000 + "<p " * 100_000
    assert as_page(hostile, {}) == hostile


def test_a_book_protected_against_copying_is_told_but_hidden_fonts_are_harmless() -> None:
    locked = (
        '<encryption><EncryptedData><EncryptionMethod Algorithm="{0}"/>'
        '<CipherData><CipherReference URI="OPS/{1}"/></CipherData></EncryptedData></encryption>'
    )
    aes = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
    with pytest.raises(CorpusError, match=r"protected against copying \(DRM\)"):
        read_bytes(book("<p>一</p>", more={"META-INF/encryption.xml": locked.format(aes, "正文0.xhtml")}), None)
    font = locked.format("http://www.idpf.org/2008/embedding", "a.otf")
    assert texts(read_bytes(book("<p>一</p>", more={"META-INF/encryption.xml": font}), None)) == ["一"]


def test_a_missing_page_is_told_and_the_others_read() -> None:
    whole = book("<p>一</p>", "<p>二</p>")
    read = read_bytes(whole.replace("正文1".encode(), "正文9".encode()), None)
    assert texts(read) == ["一"]
    assert "OPS/正文1.xhtml is missing" in read.warnings[0]


def test_what_is_no_book_or_has_no_text_is_told() -> None:
    with pytest.raises(CorpusError, match=r"part META-INF/container\.xml is missing"):
        read_bytes(archive({"a": ""}), None)
    with pytest.raises(CorpusError, match="no text in it"):
        read_bytes(book(""), None)
    with pytest.raises(CorpusError, match="declares entities"):
        read_bytes(book("<p>一</p>", more={"META-INF/container.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), None)


def test_a_bomb_of_forty_two_kilobytes_is_left_out_and_the_other_pages_are_read() -> None:
    bomb = book("<p>渠</p>", more={"OPS/正文0.xhtml": " " * (40 << 20)})
    assert len(bomb) < 43_000
    with pytest.raises(CorpusError, match=r"bomb\.epub: no text in it; .* more than 200 times larger than packed"):
        read_file(Path("bomb.epub"), data=bomb)
    document = read_file(Path("bomb.epub"), data=book("", "<p>渠</p>", more={"OPS/正文0.xhtml": " " * (40 << 20)}))
    assert document.articles[0].body == "渠"
    assert "more than 200 times larger than packed" in document.warnings[0]


@pytest.mark.parametrize("kind", HARMFUL)
@pytest.mark.parametrize("part", ["META-INF/container.xml", "OPS/content.opf"])
def test_entities_are_refused_and_files_not_fetched(part: str, kind: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("<!ENTITY c '机密'>", encoding="utf-8")
    begins = HARMFUL[kind].replace("{secret}", (tmp_path / "secret").as_uri())
    with pytest.raises(CorpusError, match=rf"{part} of it declares entities"):
        read_file(Path("a.epub"), data=book("<p>渠</p>", more={part: f"{begins}<x>&c;</x>"}))
    document = read_file(Path("a.epub"), data=book("<p>渠</p>", more={"OPS/toc.ncx": f"{begins}<x>&c;</x>"}))
    assert document.articles[0].body == "渠"


@pytest.mark.parametrize("kind", HARMFUL)
def test_no_entity_of_a_page_is_replaced(kind: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("<!ENTITY c '机密'>", encoding="utf-8")
    begins = HARMFUL[kind].replace("{secret}", (tmp_path / "secret").as_uri())
    document = read_file(Path("a.epub"), data=book("", more={"OPS/正文0.xhtml": f"{begins}<html><p>渠&c;</p></html>"}))
    said = "".join(article.body for article in document.articles)
    assert "渠&c;" in said
    assert not re.search("机密|ha{9}|(ha){9}", said)


def test_lines_of_all_pages_together_are_bounded() -> None:
    with within(Limits(lines=50)), pytest.raises(CorpusError, match=r"more than 50 lines; .* --allow lines=100"):
        read_file(Path("a.epub"), data=book(*["<p>渠</p>" * 20] * 3))
