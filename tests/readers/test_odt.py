"""OpenDocument texts: what their XML has beside the text, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import CorpusError
from corpus import read as read_file
from corpus.marked import MarkedText
from corpus.readers.odt import read_bytes
from tests.support.office import HARMFUL, archive

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        **{name: name for name in ("office", "style", "text", "table", "manifest")},
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)


def odt(body: str, styles: str = "", more: dict[str, str] | None = None, begins: str = "") -> bytes:
    """A document whose text `begins` with what stands before its first element."""
    content = (
        f"{begins}<office:document-content {_SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **(more or {})})


def read(body: str, styles: str = "", more: dict[str, str] | None = None) -> MarkedText:
    return read_bytes(odt(body, styles, more), None)


def texts(body: str, styles: str = "") -> list[str]:
    return [line.text.strip() for line in read(body, styles).lines]


def test_white_space_is_one_space_unless_it_is_said() -> None:
    assert texts("<text:p>A\n   B<text:s text:c='3'/>C<text:tab/>D<text:line-break/>E</text:p>") == ["A B   C\tD", "E"]
    assert texts("<text:p>\n  <text:span>石</text:span>\n  <text:span>门</text:span>\n</text:p>") == ["石门"]


def test_deleted_text_comments_and_readings_are_left_out() -> None:
    body = (
        "<text:tracked-changes><text:p>旧</text:p></text:tracked-changes>"
        "<text:p>修<office:annotation><text:p>批</text:p></office:annotation>"
        "<text:ruby><text:ruby-base>渠</text:ruby-base><text:ruby-text>qú</text:ruby-text></text:ruby></text:p>"
    )
    assert texts(body) == ["修渠"]


def test_headings_by_level_and_by_style() -> None:
    styles = (
        '<style:style style:family="paragraph" style:name="a" style:display-name="Heading 2"'
        ' style:default-outline-level="2"/>'
        '<style:style style:family="paragraph" style:name="b" style:parent-style-name="a"/>'
        '<style:style style:family="paragraph" style:name="c" style:parent-style-name="c"/>'
    )
    body = '<text:h text:outline-level="1">一</text:h><text:p text:style-name="b">二</text:p><text:h>三</text:h>'
    assert [line.heading for line in read(body, styles).lines] == [1, 2, 1]
    assert texts('<text:p text:style-name="c">一</text:p>', styles) == ["一"]


def test_contents_lists_and_tables() -> None:
    styles = (
        '<text:list-style style:name="l"><text:list-level-style-number text:level="1" style:num-suffix="、"'
        ' style:num-format="一, 二, 三, ..."/><text:list-level-style-bullet text:level="2" text:bullet-char="●"/>'
        "</text:list-style>"
    )
    item = "<text:list-item><text:p>{0}</text:p>{1}</text:list-item>"
    inner = f"<text:list>{item.format('乙', '')}</text:list>"
    body = f'<text:list text:style-name="l">{item.format("甲", inner)}{item.format("丙", "")}</text:list>'
    assert texts(body, styles) == ["一、甲", "● 乙", "二、丙"]
    again = f'<text:list text:style-name="l" text:continue-numbering="{{0}}">{item.format("丁", "")}</text:list>'
    assert texts(body + again.format("true"), styles)[-1] == "三、丁"
    assert texts(body + again.format("false"), styles)[-1] == "一、丁"
    entry = "<text:p>修渠<text:tab/>3</text:p>"
    toc = f"<text:table-of-content><text:index-body>{entry}</text:index-body></text:table-of-content>"
    assert [(line.role, line.text) for line in read(toc).lines] == [("contents", "修渠\t3")]
    cell = "<table:table-cell>{0}</table:table-cell>"
    row = "<table:table-row>{0}</table:table-row>"
    nested = f"<table:table>{row.format(cell.format('<text:p>丙</text:p>') * 2)}</table:table>"
    cells = cell.format("<text:p>甲</text:p>") + cell.format("<text:p>乙</text:p>")
    assert texts(f"<table:table>{row.format(cells)}{row.format(cell.format(nested))}</table:table>") == [
        "甲\t乙",
        "丙\t丙",
    ]


def test_notes_and_boxes_follow_their_paragraph_and_pages_are_counted() -> None:
    note = "<text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p></text:note-body>"
    box = "<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>"
    body = f"<text:p>甲<text:note>{note}</text:note>{box}乙</text:p>"
    assert texts(body) == ["甲乙", "注", "框"]
    pages = read("<text:p>甲</text:p><text:soft-page-break/><text:p>乙</text:p>").lines
    assert [line.page for line in pages] == [1, 2]


def test_passwords_and_what_is_no_text_are_told() -> None:
    locked = f"<manifest:manifest {_SPACES}><manifest:encryption-data/></manifest:manifest>"
    with pytest.raises(CorpusError, match="password: open it with LibreOffice or WPS and save it without one"):
        read("", more={"META-INF/manifest.xml": locked})
    with pytest.raises(CorpusError, match=r"content\.xml is missing"):
        read_bytes(archive({"a": ""}), None)
    with pytest.raises(CorpusError, match="no OpenDocument text"):
        read_bytes(archive({"content.xml": "<x/>"}), None)
    assert "styles.xml" in read("<text:p>甲</text:p>", more={"styles.xml": "<x>"}).warnings[0]


def test_a_bomb_of_forty_two_kilobytes_is_refused_and_one_beside_the_text_is_left_out() -> None:
    bomb = odt(" " * (40 << 20))
    assert len(bomb) < 43_000
    with pytest.raises(CorpusError, match=r"bomb\.odt: .* more than 200 times larger than packed.* --allow ratio=400"):
        read_file(Path("bomb.odt"), data=bomb)
    read_without = read_file(Path("bomb.odt"), data=odt("<text:p>渠</text:p>", more={"styles.xml": " " * (40 << 20)}))
    assert read_without.articles[0].body == "渠"
    assert "more than 200 times larger than packed" in read_without.warnings[0]


@pytest.mark.parametrize("kind", HARMFUL)
def test_entities_are_refused_and_files_not_fetched(kind: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("<!ENTITY c '机密'>", encoding="utf-8")
    begins = HARMFUL[kind].replace("{secret}", (tmp_path / "secret").as_uri())
    with pytest.raises(CorpusError, match=r"content\.xml of it declares entities"):
        read_file(Path("a.odt"), data=odt("<text:p>&c;</text:p>", begins=begins))
    document = read_file(Path("a.odt"), data=odt("<text:p>渠</text:p>", more={"styles.xml": f"{begins}<x>&c;</x>"}))
    assert (document.articles[0].body, "declares entities" in document.warnings[0]) == ("渠", True)


def test_what_a_document_says_its_kind_is_defined_by_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "kind.dtd").write_text("<!ENTITY c '机密'>", encoding="utf-8")
    begins = f'<!DOCTYPE x SYSTEM "{(tmp_path / "kind.dtd").as_uri()}">'
    assert read_file(Path("a.odt"), data=odt("<text:p>渠&c;</text:p>", begins=begins)).articles[0].body == "渠"


@pytest.mark.parametrize("wrapper", ["text:section", "text:span", "text:list"])
def test_what_is_nested_as_deep_as_is_allowed_is_read(wrapper: str) -> None:
    depth = 480
    inner = (
        f"<{wrapper}>" * depth + ("渠" if wrapper == "text:span" else "<text:p>渠</text:p>") + f"</{wrapper}>" * depth
    )
    assert texts(f"<text:p>{inner}</text:p>" if wrapper == "text:span" else inner) == ["渠"]
