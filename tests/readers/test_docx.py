"""Word documents: their text as a reader sees it, and what they say of their paragraphs."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest

from corpus import CorpusError
from corpus.marked import Line, MarkedText
from corpus.readers.docx import read_bytes
from tests.support.office import archive, docx, p, r


def read(body: str, **parts: str) -> MarkedText:
    return read_bytes(docx(body, **parts), None)


def texts(body: str, **parts: str) -> list[str]:
    return [line.text.strip() for line in read(body, **parts).lines]


def line(body: str, **parts: str) -> Line:
    (only,) = read(body, **parts).lines
    return only


def style(identifier: str, name: str, properties: str = "", based: str = "", run: str = "") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/>{base}'
        f"<w:pPr>{properties}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def styled(text: str, identifier: str) -> str:
    return p(text, f'<w:pStyle w:val="{identifier}"/>')


def field(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def text_box(text: str, *, offset: int) -> str:
    content = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        '<mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:positionV relativeFrom="paragraph">'
        f"<wp:posOffset>{offset}</wp:posOffset></wp:positionV>"
        f"<wps:txbx>{content}</wps:txbx></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


@pytest.mark.parametrize("name", ["heading 2", "Heading 2", "标题 2", "标题2", "二级标题", "标题二"])
def test_a_heading_is_told_by_the_name_of_its_style(name: str) -> None:
    assert line(styled("工作动态", "a1"), styles=style("a1", name)).heading == 2


def test_a_heading_is_told_by_its_outline_level_which_its_style_may_inherit() -> None:
    styles = style("a", "甲", '<w:outlineLvl w:val="1"/>') + style("b", "乙", based="a") + style("c", "丙", based="b")
    assert line(styled("工作动态", "c"), styles=styles).heading == 2
    assert line(p("工作动态", '<w:outlineLvl w:val="0"/>')).heading == 1
    assert line(p("工作动态", '<w:pStyle w:val="c"/><w:outlineLvl w:val="9"/>'), styles=styles).heading == 0


def test_styles_that_inherit_from_each_other_in_a_ring_are_harmless() -> None:
    styles = style("a", "甲", based="b") + style("b", "乙", '<w:outlineLvl w:val="0"/>', based="a")
    assert line(styled("动态", "a"), styles=styles).heading == 1


def test_the_style_for_titles_stands_above_all_headings() -> None:
    styles = style("t", "Title") + style("h", "heading 1")
    both = read(styled("山乡通讯", "t") + styled("工作动态", "h"), styles=styles)
    assert [line.heading for line in both.lines] == [1, 2]
    assert line(styled("工作动态", "h"), styles=styles).heading == 1


def test_a_heading_broken_by_hand_is_one_line() -> None:
    body = (
        '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>修好进村</w:t><w:br/><w:t>最后一段路</w:t></w:r></w:p>'
    )
    assert line(body).text == "修好进村最后一段路"


def test_bold_and_larger_paragraphs_stand_out_from_the_body() -> None:
    body = p("正文正文正文正文正文正文正文", run='<w:sz w:val="28"/>')
    for run in ('<w:b/><w:sz w:val="28"/>', '<w:sz w:val="36"/>', '<w:rFonts w:eastAsia="黑体"/><w:sz w:val="28"/>'):
        assert [line.emphasis for line in read(body + p("石门村修渠", run=run)).lines] == [False, True]
    for run in ('<w:b w:val="0"/><w:sz w:val="28"/>', '<w:sz w:val="28"/>', '<w:sz w:val="30"/>', '<w:sz w:val="21"/>'):
        assert not any(line.emphasis for line in read(body + p("石门村修渠", run=run)).lines)


def test_a_paragraph_that_is_bold_in_part_does_not_stand_out() -> None:
    body = p("正文正文正文正文正文正文正文")
    mixed = f"<w:p>{r('石门村：', '<w:b/>')}{r('修渠')}</w:p>"
    assert [line.emphasis for line in read(body + mixed).lines] == [False, False]


def test_bold_is_no_emphasis_where_the_body_is_bold() -> None:
    body = p("正文正文正文正文正文正文正文", run="<w:b/>") + p("石门村修渠", run="<w:b/>")
    assert not any(line.emphasis for line in read(body).lines)


def test_deleted_and_hidden_text_is_left_out_and_inserted_text_kept() -> None:
    body = (
        f"<w:p>{r('修')}<w:del><w:r><w:delText>路</w:delText></w:r></w:del><w:ins>{r('渠')}</w:ins>"
        f"<w:moveFrom>{r('旧')}</w:moveFrom><w:moveTo>{r('新')}</w:moveTo>{r('密', '<w:vanish/>')}</w:p>"
    )
    assert texts(body) == ["修渠新"]


def test_paragraphs_whose_border_is_deleted_are_one() -> None:
    assert texts(p("石门村", "<w:rPr><w:del/></w:rPr>") + p("修渠")) == ["石门村修渠"]


def test_a_large_first_letter_belongs_to_its_word() -> None:
    assert texts(p("石", '<w:framePr w:dropCap="drop"/>') + p("门村修渠")) == ["石门村修渠"]


def test_alternatives_are_read_once_and_text_boxes_stand_where_they_are_seen() -> None:
    below = f"<w:p>{text_box('链接', offset=360000)}{r('正文')}</w:p>"
    above = f"<w:p>{text_box('链接', offset=-360000)}{r('正文')}</w:p>"
    assert texts(below) == ["正文", "链接"]
    assert texts(above) == ["链接", "正文"]


def test_lettering_is_text() -> None:
    assert texts('<w:p><w:r><w:pict><v:shape><v:textpath string="山乡通讯"/></v:shape></w:pict></w:r></w:p>') == [
        "山乡通讯",
        "",
    ]


def test_codes_of_fields_are_left_out_and_their_results_kept() -> None:
    inner = field("PAGEREF _Toc1", r("3"))
    assert texts(
        f"<w:p>{r('见')}{field(f'HYPERLINK</w:instrText></w:r>{inner}<w:r><w:instrText>', r('官网'))}</w:p>"
    ) == ["见官网"]
    assert texts(f'<w:p><w:fldSimple w:instr="DATE">{r("5月1日")}</w:fldSimple></w:p>') == ["5月1日"]


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        (r"EQ \* jc2 \* hps11 \o\ad(\s\up 10(dōng jīng),东京)", "东京"),
        (r"eq \o\ac(○,3)", "3"),
        (r"EQ \f(1,2)", ""),
    ],
)
def test_characters_laid_one_over_the_other_are_the_last_of_them(instruction: str, shown: str) -> None:
    body = f"<w:p>{r('在')}{field(instruction, '').replace('separate', 'none')}{r('。')}</w:p>"
    assert texts(body) == [f"在{shown}。"]


def test_a_field_that_never_ends_hides_nothing() -> None:
    body = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' + p("石门村修渠")
    assert "石门村修渠" in texts(body)


def test_entries_of_a_table_of_contents_are_told() -> None:
    entry = f"{r('石门村修渠')}<w:r><w:tab/></w:r>{r('3')}"
    contents = field("TOC \\o", f"{entry}</w:p><w:p>{entry}")
    body = f"<w:p>{contents}</w:p>"
    assert [(line.role, line.text) for line in read(body + p("正文")).lines] == [
        ("contents", "石门村修渠\t3"),
        ("contents", "石门村修渠\t3"),
        (None, "正文"),
    ]
    assert line(styled("石门村修渠", "c"), styles=style("c", "toc 2")).role == "contents"


def levels(*formats: tuple[str, str]) -> str:
    listed = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{style_}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (style_, text) in enumerate(formats)
    )
    return f'<w:abstractNum w:abstractNumId="7">{listed}</w:abstractNum>'


def numbered(text: str, level: int = 0, instance: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{instance}"/></w:numPr>')


def number(instance: int, more: str = "") -> str:
    return f'<w:num w:numId="{instance}"><w:abstractNumId w:val="7"/>{more}</w:num>'


def test_generated_numbers_are_written_as_they_are_seen() -> None:
    lists = levels(("chineseCounting", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3.")) + number(1)
    body = "".join(numbered("修渠", level) for level in (0, 1, 1, 2, 2, 0, 1, 2))
    assert texts(body, numbering=lists) == [
        *("一、修渠", "（一）修渠", "（二）修渠", "1. 修渠", "2. 修渠"),
        *("二、修渠", "（一）修渠", "1. 修渠"),
    ]


@pytest.mark.parametrize(
    ("style_", "shown", "tenth"),
    [
        ("ideographDigital", "一", "一〇"),
        ("chineseCounting", "一", "十"),
        ("chineseLegalSimplified", "壹", "壹拾"),
        ("ideographLegalTraditional", "壹", "壹拾"),
        ("decimalEnclosedCircleChinese", "①", "⑩"),
        ("ideographTraditional", "甲", "癸"),
        ("upperLetter", "A", "J"),
        ("lowerRoman", "i", "x"),
        ("decimalFullWidth", "１", "１０"),
        ("no such format", "1", "10"),
    ],
)
def test_number_formats(style_: str, shown: str, tenth: str) -> None:
    seen = texts(numbered("渠") * 10, numbering=levels((style_, "%1、")) + number(1))
    assert (seen[0], seen[9]) == (f"{shown}、渠", f"{tenth}、渠")


def test_lists_of_one_definition_count_on_unless_one_says_where_to_start() -> None:
    again = number(2, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    lists = levels(("decimal", "%1、")) + number(1) + again + number(3)
    body = numbered("甲") + numbered("乙", instance=3) + numbered("丙", instance=2) + numbered("丁", instance=2)
    assert texts(body, numbering=lists) == ["1、甲", "2、乙", "1、丙", "2、丁"]


def test_numbers_of_several_levels_and_in_digits_throughout() -> None:
    legal = (
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:isLgl/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    )
    lists = levels(("chineseCounting", "第%1条")).replace("</w:abstractNum>", legal + "</w:abstractNum>") + number(1)
    assert texts(numbered("甲") + numbered("乙", 1), numbering=lists) == ["第一条 甲", "1.1 乙"]


def test_bullets_look_as_their_fonts_draw_them() -> None:
    lists = levels(("bullet", "\uf06c")).replace(
        "</w:lvl>", '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr></w:lvl>'
    ) + number(1)
    assert texts(numbered("石门村修渠"), numbering=lists) == ["● 石门村修渠"]


def test_a_style_numbers_its_paragraphs_and_a_paragraph_may_decline() -> None:
    styles = style("h", "heading 1", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    body = styled("总体", "h") + p("附记", '<w:pStyle w:val="h"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    lists = levels(("chineseCounting", "%1、")) + number(1)
    assert texts(body, styles=styles, numbering=lists) == ["一、总体", "附记"]


def cell(*paragraphs: str) -> str:
    return f"<w:tc>{''.join(map(p, paragraphs))}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def test_a_row_of_data_is_a_line_and_a_cell_of_text_keeps_its_paragraphs() -> None:
    prose = "石门村把三里老渠全部砌上了石头，水比往年早到田头五天，村里人都说修得好，邻村也来看。" * 2
    body = table(cell("村") + cell("户数", "（户）"), cell("石门村") + cell("86")) + table(
        cell("第3期"), cell("石门村修渠", prose) + cell("柳河村晒账本", prose)
    )
    assert texts(body) == [
        *("村\t户数 （户）", "石门村\t86"),
        *("第3期", "石门村修渠", prose, "柳河村晒账本", prose),
    ]


def test_tables_within_tables_and_deleted_rows() -> None:
    inner = table(cell("甲") + cell("乙"))
    body = f"<w:tbl><w:tr><w:tc>{inner}{p('')}</w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr>{cell('旧')}</w:tr></w:tbl>"
    assert [text for text in texts(body) if text] == ["甲\t乙"]


def test_pages_are_counted_by_breaks_of_authors_sections_and_programs() -> None:
    rendered = "<w:r><w:lastRenderedPageBreak/></w:r>"
    body = (
        p("一")
        + f'<w:p><w:r><w:br w:type="page"/></w:r>{rendered}{r("二")}</w:p>'
        + f"<w:p>{r('还是二')}{rendered}{r('到三')}</w:p>"
        + p("三", "<w:sectPr/>")
        + p("四", '<w:sectPr><w:type w:val="continuous"/></w:sectPr>')
        + p("五", '<w:pageBreakBefore w:val="1"/>')
        + "<w:sectPr/>"
    )
    pages = [(line.page, line.text) for line in read(body).lines if line.text]
    # The second section says of itself that it begins on the same page.
    assert pages == [(1, "一"), (2, "二"), (2, "还是二到三"), (3, "三"), (3, "四"), (4, "五")]
    assert line(p("一")).page == 0


def test_headers_and_footers_are_furniture_but_the_head_of_the_first_page_is_text() -> None:
    refer = '<w:{0}Reference w:type="{1}" r:id="{0}"/>'
    running = f"<w:sectPr>{refer.format('header', 'default')}{refer.format('footer', 'default')}</w:sectPr>"
    parts = {"header": p("山乡通讯"), "footer": p("第3页")}
    assert [(line.role, line.text) for line in read(p("正文") + running, **parts).lines] == [
        ("furniture", "山乡通讯"),
        (None, "正文"),
        ("furniture", "第3页"),
    ]
    first = f"<w:sectPr>{refer.format('header', 'first')}<w:titlePg/></w:sectPr>"
    assert [line.role for line in read(p("正文") + first, **parts).lines] == [None, None]
    unused = first.replace("<w:titlePg/>", "")
    assert texts(p("正文") + unused, **parts) == ["正文"]


def test_notes_follow_the_paragraph_that_they_belong_to() -> None:
    body = f'<w:p>{r("石门村")}<w:r><w:footnoteReference w:id="2"/></w:r>{r("修渠。")}</w:p>' + p("下一段。")
    note = f'<w:footnote w:id="2"><w:p>{r("在青溪县。")}</w:p></w:footnote>'
    assert texts(body, footnotes=note) == ["石门村修渠。", "在青溪县。", "下一段。"]


def test_signs_tabs_ruby_and_controls_in_the_text() -> None:
    ruby = f"<w:ruby><w:rt>{r('qú')}</w:rt><w:rubyBase>{r('渠')}</w:rubyBase></w:ruby>"
    control = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击此处')}</w:sdtContent></w:sdt>"
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{r('。')}</w:sdtContent></w:sdt>"
    body = (
        f'<w:p><w:r><w:sym w:font="Wingdings" w:char="F06C"/><w:t>修</w:t><w:softHyphen/>{ruby}<w:tab/><w:t>A</w:t>'
        f"<w:noBreakHyphen/><w:t>1</w:t></w:r>{control}{filled}</w:p>"
    )
    assert texts(body) == ["●修渠\tA-1。"]


def test_first_lines_are_indented_and_what_stands_right_stands_right() -> None:
    assert line(p("正文", '<w:ind w:firstLineChars="200"/>')).text == "\u3000\u3000正文"
    assert line(p("正文", '<w:ind w:firstLine="560"/>', '<w:sz w:val="28"/>')).text == "\u3000\u3000正文"
    assert line(p("正文", '<w:ind w:left="560" w:hanging="560"/>')).text == "正文"
    assert line(p("（石门村 周禾）", '<w:jc w:val="right"/>')).text.startswith("\u3000" * 10)


def test_strict_documents_are_read_alike() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    whole = docx(styled("工作动态", "h"), styles=style("h", "heading 1"))
    parts = {
        name: text.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", strict)
        for name, text in unpacked(whole).items()
    }
    assert read_bytes(archive(parts), None) == read_bytes(whole, None)


def test_the_text_is_the_part_that_the_archive_says_it_is() -> None:
    parts = unpacked(docx(p("正文")))
    parts["word/其他.xml"] = parts.pop("word/document.xml")
    with pytest.raises(CorpusError, match=r"part word/document\.xml is missing"):
        read_bytes(archive(parts), None)
    parts["_rels/.rels"] = parts["_rels/.rels"].replace("word/document.xml", "/Word/其他.xml")
    assert [line.text for line in read_bytes(archive(parts), None).lines] == ["正文"]


def unpacked(document: bytes) -> dict[str, str]:
    with ZipFile(io.BytesIO(document)) as zipped:
        return {name: zipped.read(name).decode() for name in zipped.namelist()}


def test_a_damaged_part_beside_the_text_is_told_and_the_text_read() -> None:
    text = read(p("正文"), styles="<w:style>")
    assert [line.text for line in text.lines] == ["正文"]
    assert "word/styles.xml" in text.warnings[0]
