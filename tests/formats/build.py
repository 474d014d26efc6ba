"""Writes the issue of `issue.py` in every format: `python -m tests.formats.build`, with LibreOffice, Maven and Java.

The files are committed: tests only read them. Text and HTML are written here, the others by LibreOffice from a flat
OpenDocument text, in two guises: with heading styles (docx, epub), and as offices do it, with type and place alone
(doc, wps, pdf). OFD is made by ofdrw, see `ofd/`.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

from tests.formats import issue

FOLDER = Path(__file__).parent / "files"
HEAD = f"{issue.NAME}　2024年第6期"
# What each kind of line looks like in the office's document: style and font size in points.
_OFD = Path(__file__).parent / "ofd"


def lines() -> Iterator[tuple[str, str]]:
    """The issue from beginning to end: the kind of each line, and its text."""
    for text in issue.MASTHEAD:
        yield ("name" if text == issue.MASTHEAD[0] else "head"), text
    yield "contents-head", "目　录"
    for kind, text, page in issue.contents():
        yield f"contents-{kind}", f"{text}\t{page}" if page else text
    section = ""
    for story in issue.STORIES:
        if story.section != section:
            section = story.section
            yield "section", section
        for n, text in enumerate(story.title):
            yield ("title-more" if n else "title"), text
        yield from _body(story)
    yield "title", issue.BRIEFS_SECTION
    for story in issue.BRIEFS:
        yield from _body(story)
    for text in issue.COLOPHON:
        yield "colophon", text


def _body(story: issue.Story) -> Iterator[tuple[str, str]]:
    for text in story.paragraphs:
        yield ("subhead" if text[1] == "、" and len(text) < 20 else "body"), text
    yield "closing", story.closing


def plain_text() -> str:
    """As a typist writes it: indents, blank lines around titles, leaders in the contents."""
    found = []
    for kind, text in lines():
        if kind in ("title", "section", "contents-head", "name") or (kind == "colophon" and text == issue.COLOPHON[0]):
            found.append("")
        indent = {"body": 2, "subhead": 2, "closing": 12}.get(kind, 0)
        found.append("　" * indent + text.replace("\t", "…" * 6))
    return "\n".join(found[1:]) + "\n"


def markdown() -> str:
    """With headings; the contents are links."""
    signs = {"name": "# ", "section": "## ", "title": "### ", "contents-head": "## ", "contents-title": "- "}
    found: list[str] = []
    for kind, text in lines():
        if kind == "contents-section":
            continue
        if kind == "title-more":
            found[-1] += text
        elif kind == "title" and text == issue.BRIEFS_SECTION:
            found.append("## " + text)
        elif kind == "contents-title":
            name = text.partition("\t")[0]
            found.append(f"- [{name}](#{name})")
        else:
            found.append(signs.get(kind, "") + ("**" + text + "**" if kind == "subhead" else text))
    return "\n\n".join(found) + "\n"


def web_page() -> str:
    """As a page of an organisation's web site: navigation before, the address after."""
    tags = {"name": "h1", "section": "h2", "title": "h3"}
    parts: list[str] = []
    for kind, text in lines():
        if kind.startswith("contents"):
            continue
        if kind == "title-more":
            parts[-1] = parts[-1].replace("</h3>", escape(text) + "</h3>")
            continue
        tag = "h2" if text == issue.BRIEFS_SECTION else tags.get(kind, "p")
        style = ' style="text-align:right"' if kind == "closing" else ""
        inner = f"<strong>{escape(text)}</strong>" if kind == "subhead" else escape(text)
        parts.append(f"<{tag}{style}>{inner}</{tag}>")
    body = "\n".join(parts)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>{issue.NAME}2024年第6期</title><style>p {{ text-indent: 2em }}</style></head>
<body>
<nav><ul><li><a href="/">首页</a></li><li><a href="/news/">联合会动态</a></li>
<li><a href="/about/">关于我们</a></li></ul></nav>
<main>
{body}
</main>
<footer><p>{issue.PUBLISHER}　版权所有</p></footer>
</body>
</html>
"""


def open_document(*, headings: bool, columns: int = 1, size: int = 14) -> str:
    """The issue as a flat OpenDocument text."""
    inside: list[str] = []
    for kind, text in lines():
        level = {"section": 1, "title": 2}.get(kind, 0) if headings else 0
        if headings and kind == "title" and text == issue.BRIEFS_SECTION:
            level = 1
        style = f"H{level}" if level else kind
        tag = (
            f'text:h text:style-name="{style}" text:outline-level="{level}"'
            if level
            else f'text:p text:style-name="{style}"'
        )
        if kind == "section" and columns > 1 and not any("<text:section" in part for part in inside):
            inside.append('<text:section text:style-name="Columns" text:name="正文">')
        if kind == "title-more" and headings:
            inside[-1] = inside[-1].replace("</text:h>", f"<text:line-break/>{escape(text)}</text:h>")
            continue
        if kind == "colophon" and columns > 1 and text == issue.COLOPHON[0]:
            inside.append("</text:section>")
        shown = escape(text).replace("\t", "<text:tab/>")
        inside.append(f"<{tag}>{shown}</{tag[:6]}>")
    return _FLAT.format(
        styles="\n".join(_styles(size, hanging=columns == 1)),
        head=HEAD,
        columns=columns,
        body="\n".join(inside),
        size=size,
    )


def _styles(size: int, *, hanging: bool) -> Iterator[str]:
    def style(
        name: str, points: float, *, bold: bool = False, align: str = "start", extra: str = "", inner: str = ""
    ) -> str:
        weight = "bold" if bold else "normal"
        return (
            f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="Standard">'
            f'<style:paragraph-properties fo:text-align="{align}" {extra}>{inner}</style:paragraph-properties>'
            f'<style:text-properties fo:font-size="{points}pt" style:font-size-asian="{points}pt" '
            f'fo:font-weight="{weight}" style:font-weight-asian="{weight}"/></style:style>'
        )

    tab = (
        '<style:tab-stops><style:tab-stop style:position="15.5cm" style:type="right" style:leader-style="dotted" '
        'style:leader-text="."/></style:tab-stops>'
    )
    space = 'fo:margin-top="0.4cm" fo:margin-bottom="0.2cm"'
    yield style("name", 32, bold=True, align="center", extra=space)
    yield style("head", size, align="center")
    yield style("contents-head", size + 4, bold=True, align="center", extra=space)
    yield style("contents-section", size, bold=True)
    yield style("contents-title", size, inner=tab)
    yield style("section", size + 4, bold=True, extra=space)
    yield style("title", size + 2, bold=True, align="center", extra='fo:margin-top="0.4cm"')
    yield style("title-more", size + 2, bold=True, align="center")
    yield style("subhead", size, bold=True, extra=f'fo:text-indent="{2 * size}pt"')
    # LibreOffice loses punctuation that hangs over the edge of the last line of a column.
    hang = "" if hanging else 'style:punctuation-wrap="simple"'
    yield style("body", size, align="justify", extra=f'fo:text-indent="{2 * size}pt" {hang}')
    yield style("closing", size, align="end")
    yield style("colophon", size - 2)
    for level, points in ((1, size + 4), (2, size + 2)):
        align = "start" if level == 1 else "center"
        yield style(f"H{level}", points, bold=True, align=align, extra=space).replace(
            'parent-style-name="Standard"', f'parent-style-name="Heading_20_{level}"'
        )


_FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls>
<style:font-face style:name="Song" svg:font-family="'WenQuanYi Zen Hei'"/>
<style:font-face style:name="Latin" svg:font-family="'Liberation Serif'"/>
</office:font-face-decls>
<office:styles>
<style:default-style style:family="paragraph">
<style:paragraph-properties style:tab-stop-distance="1cm"/>
<style:text-properties style:font-name="Latin" style:font-name-asian="Song" fo:font-size="{size}pt"
 style:font-size-asian="{size}pt" fo:language="en" fo:country="US" style:language-asian="zh" style:country-asian="CN"/>
</style:default-style>
<style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties fo:line-height="150%"
 fo:orphans="2" fo:widows="2"/></style:style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
 style:parent-style-name="Standard" style:default-outline-level="1"/>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"
 style:parent-style-name="Standard" style:default-outline-level="2"/>
</office:styles>
<office:automatic-styles>
{styles}
<style:style style:name="Foot" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:text-align="center"/></style:style>
<style:style style:name="Columns" style:family="section"><style:section-properties>
<style:columns fo:column-count="{columns}" fo:column-gap="0.8cm"/></style:section-properties></style:style>
<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
 fo:margin-top="1.5cm" fo:margin-bottom="1.5cm" fo:margin-left="2.7cm" fo:margin-right="2.7cm"/>
<style:header-style><style:header-footer-properties fo:min-height="1.2cm" fo:margin-bottom="0.4cm"/>
</style:header-style>
<style:footer-style><style:header-footer-properties fo:min-height="1.2cm" fo:margin-top="0.4cm"/>
</style:footer-style>
</style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">
<style:header><text:p text:style-name="Foot">{head}</text:p></style:header>
<style:footer><text:p text:style-name="Foot">- <text:page-number>1</text:page-number> -</text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>
{body}
</office:text></office:body>
</office:document>
"""


def convert(document: str, name: str, kind: str) -> None:
    """Has LibreOffice make `name` of a flat OpenDocument text; `kind` is its name of the format."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "issue.fodt"
        source.write_text(document, encoding="utf-8")
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", kind,
             "--outdir", folder, str(source)],
            check=True, capture_output=True,
        )  # fmt: skip
        shutil.move(Path(folder) / f"issue.{kind.partition(':')[0]}", FOLDER / name)


def ofd(name: str) -> None:
    """Has ofdrw set the issue on pages."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "lines.tsv"
        source.write_text(
            "".join(f"{kind}\t{text.replace(chr(9), '……')}\n" for kind, text in lines()), encoding="utf-8"
        )
        subprocess.run(
            ["mvn", "-q", "-f", str(_OFD), f"-DbuildDirectory={folder}/target", "compile", "exec:java",
             f"-Dexec.args={source} {FOLDER / name}"],
            check=True,
        )  # fmt: skip


def main() -> None:
    """Writes all files anew."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "issue.txt").write_bytes(plain_text().encode("gb18030"))
    (FOLDER / "issue.md").write_text(markdown(), encoding="utf-8")
    (FOLDER / "issue.html").write_text(web_page(), encoding="utf-8")
    styled, office = open_document(headings=True), open_document(headings=False)
    convert(styled, "issue.docx", "docx:MS Word 2007 XML")
    convert(styled, "issue.epub", "epub")
    convert(office, "office.docx", "docx:MS Word 2007 XML")
    convert(office, "issue.doc", "doc:MS Word 97")
    shutil.copy(FOLDER / "issue.doc", FOLDER / "issue.wps")
    convert(office, "issue.pdf", "pdf")
    convert(open_document(headings=False, columns=2, size=11), "columns.pdf", "pdf")
    ofd("issue.ofd")


if __name__ == "__main__":
    main()
