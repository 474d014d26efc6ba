"""OFD documents: where their text stands, what templates bring, and what is refused."""

from __future__ import annotations

import pytest

from corpus import CorpusError
from corpus.marked import MarkedText
from corpus.readers.ofd import read_bytes
from tests.support.office import archive

_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_FONTS = f'<ofd:Res {_NAMESPACE}><ofd:Fonts><ofd:Font ID="9" FontName="黑体"/></ofd:Fonts></ofd:Res>'


def text(words: str, y: float, *, x: float = 20, size: float = 5, more: str = "", code: str = "") -> str:
    code = code or f'<ofd:TextCode X="0" Y="0">{words}</ofd:TextCode>'
    return f'<ofd:TextObject Boundary="{x} {y} 100 10" Size="{size}" {more}>{code}</ofd:TextObject>'


def ofd(
    *pages: str, templates: tuple[str, ...] = (), uses: tuple[str, ...] = (), more: dict[str, str] | None = None
) -> bytes:
    """An OFD of pages; `uses` says for each which template (T0, T1 …) stands behind it."""

    def content(inner: str, template: str = "") -> str:
        behind = f'<ofd:Template TemplateID="{template}"/>' if template else ""
        return f"<ofd:Page {_NAMESPACE}>{behind}<ofd:Content><ofd:Layer>{inner}</ofd:Layer></ofd:Content></ofd:Page>"

    listed = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/{i}.xml"/>' for i in range(len(pages)))
    named = "".join(f'<ofd:TemplatePage ID="T{i}" BaseLoc="Tpls/{i}.xml"/>' for i in range(len(templates)))
    common = f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{named}"
    return archive(
        {
            "OFD.xml": f"<ofd:OFD {_NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
            "</ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {_NAMESPACE}><ofd:CommonData>{common}</ofd:CommonData>"
            f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
            "Doc_0/PublicRes.xml": _FONTS,
            **{f"Doc_0/Pages/{i}.xml": content(p, (*uses, *[""] * 9)[i]) for i, p in enumerate(pages)},
            **{f"Doc_0/Tpls/{i}.xml": content(p) for i, p in enumerate(templates)},
            **(more or {}),
        }
    )


def texts(read: MarkedText) -> list[str]:
    return [line.text.strip() for line in read.lines if line.text.strip()]


def test_text_comes_in_the_order_in_which_it_stands() -> None:
    page = text("柳河村晒账本", 120) + text("山乡通讯", 20) + text("石门村修渠", 60)
    assert texts(read_bytes(ofd(page), None)) == ["山乡通讯", "石门村修渠", "柳河村晒账本"]


def test_characters_stand_where_their_distances_put_them() -> None:
    parts = (
        '<ofd:TextCode X="0" Y="0" DeltaX="g 3 5">石门村修</ofd:TextCode>'
        '<ofd:TextCode X="20" Y="0" DeltaX="2.5 2.5 5">A4纸B</ofd:TextCode>'
    )
    assert texts(read_bytes(ofd(text("", 20, code=parts)), None)) == ["石门村修A4纸B"]


def test_columns_of_vertical_writing_run_from_right_to_left() -> None:
    def column(words: str, x: float) -> str:
        return text("", 20, x=x, code=f'<ofd:TextCode X="0" Y="5" DeltaY="g 9 5">{words}</ofd:TextCode>')

    page = column("每天早上六点的班车运", 150) + column("菜到县城里去卖掉，好", 142)
    assert texts(read_bytes(ofd(page), None)) == ["每天早上六点的班车运菜到县城里去卖掉，好"]


def test_a_transformed_object_stands_where_it_is_drawn() -> None:
    page = text("柳河村", 0, x=0, more='CTM="1 0 0 1 20 120"') + text("石门村", 40, size=2.5, more='CTM="2 0 0 2 0 0"')
    assert texts(read_bytes(ofd(page), None)) == ["石门村", "柳河村"]


def test_a_negative_size_is_a_size() -> None:
    def page(size: float) -> bytes:
        columns = [text("石门村修渠，各户出工。", 20 + 6 * n, x=x, size=size) for n in range(10) for x in (20, 90)]
        return ofd("".join(columns))

    assert texts(read_bytes(page(-5), None)) == texts(read_bytes(page(5), None))


def test_bold_type_stands_out() -> None:
    body = "".join(text("正文正文正文正文正文正文", 60 + 10 * i) for i in range(5))
    for more in ('Weight="700"', 'Font="9"'):
        lines = read_bytes(ofd(text("石门村修渠", 40, more=more) + body), None).lines
        assert [line.text.strip() for line in lines if line.emphasis] == ["石门村修渠"]


def test_the_template_of_one_page_is_its_letterhead_and_that_of_several_is_furniture() -> None:
    heads = (text("山乡通讯", 10), text("内部资料", 285))
    pages = tuple(text(f"第{c}页的正文在这里。", 100) for c in "一二三")
    read = read_bytes(ofd(*pages, templates=heads, uses=("T0", "T1", "T1")), None)
    assert [line.text for line in read.lines if line.role == "furniture"] == ["内部资料"]
    assert texts(read)[0] == "山乡通讯"
    assert [line.page for line in read.lines if "正文" in line.text] == [1, 2, 3]
    assert [line.number for line in read.lines] == list(range(1, len(read.lines) + 1))


def test_too_many_pages_are_refused() -> None:
    listed = '<ofd:Page ID="1" BaseLoc="Pages/0.xml"/>' * 5_001
    document = f"<ofd:Document {_NAMESPACE}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    with pytest.raises(CorpusError, match="more than 5,000 pages"):
        read_bytes(ofd(more={"Doc_0/Document.xml": document, "Doc_0/Pages/0.xml": f"<ofd:Page {_NAMESPACE}/>"}), None)


def test_hidden_objects_are_not_read() -> None:
    assert texts(read_bytes(ofd(text("石门村", 20) + text("密", 40, more='Visible="false"')), None)) == ["石门村"]


def test_a_damaged_page_is_told_and_the_others_read() -> None:
    broken = read_bytes(ofd(text("石门村", 20), text("&", 20)), None)
    assert texts(broken) == ["石门村"]
    assert "Doc_0/Pages/1.xml" in broken.warnings[0]


@pytest.mark.parametrize("value", ["", "nan 1e999", "g", "g 1", "x y", "g 1e9 1"])
def test_numbers_that_are_none_are_harmless(value: str) -> None:
    code = f'<ofd:TextCode X="{value}" Y="0" DeltaX="{value}" DeltaY="{value}">石门村</ofd:TextCode>'
    page = text("", 20, more=f'CTM="{value}" Weight="{value}"', code=code)
    assert "".join(texts(read_bytes(ofd(page), None))) in {"石门村", "村门石"}


def test_pages_without_text_and_passwords_are_told() -> None:
    with pytest.raises(CorpusError, match="its pages are pictures; have its text recognised"):
        read_bytes(ofd(""), None)
    with pytest.raises(CorpusError, match="password: open it with an OFD reader"):
        read_bytes(ofd(text("密", 20), more={"Encryptions.xml": "<x/>"}), None)
    with pytest.raises(CorpusError, match=r"part OFD\.xml is missing"):
        read_bytes(archive({"a": b""}), None)
