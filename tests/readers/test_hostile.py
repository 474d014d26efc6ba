"""Files made to harm the program that reads them are refused in time, or read as far as they are harmless."""

from __future__ import annotations

import io
import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from corpus import CorpusError, read
from corpus.errors import LimitError
from corpus.limits import LIMITS, Limits, allowing, check_lines, within
from corpus.readers.geometry import Page, lines_of
from corpus.readers.geometry.boxes import Box
from tests.support import pdf
from tests.support.office import archive, docx, p
from tests.support.places import PROJECT

FILES = PROJECT / "tests" / "formats" / "files"
LAUGHS = b'<!DOCTYPE a [<!ENTITY a0 "ha">%s]>' % b"".join(
    b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 10)
)


def laughing(data: bytes, part: str) -> bytes:
    """The archive with a part whose first text is a billion laughs."""
    with ZipFile(io.BytesIO(data)) as zipped:
        parts = {name: zipped.read(name) for name in zipped.namelist()}
    (name,) = (name for name in parts if name.endswith(part))
    content = re.sub(rb"^\s*<\?xml.*?\?>", b"", parts[name])
    parts[name] = LAUGHS + re.sub(rb">(?=[^<\s])", b">&a9;", content, count=1)
    return archive(parts, ZIP_STORED)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("issue.docx", "word/document.xml"),
        ("issue.docx", "word/styles.xml"),
        ("issue.epub", ".opf"),
        ("issue.ofd", "Document.xml"),
    ],
)
def test_a_billion_laughs_are_never_heard(name: str, part: str) -> None:
    data = laughing((FILES / name).read_bytes(), part)
    try:
        document = read(Path(name), data=data)
    except CorpusError as fault:
        assert "declares entities" in str(fault)  # noqa: PT017
    else:
        assert any("declares entities" in warning for warning in document.warnings)


def test_archives_within_archives_are_not_unpacked() -> None:
    inner = io.BytesIO()
    with ZipFile(inner, "w", ZIP_DEFLATED) as zipped:
        zipped.writestr("word/document.xml", bytes(32 << 20))
    bomb = archive({f"{i}.zip": inner.getvalue() for i in range(16)})
    with pytest.raises(CorpusError, match="this is a ZIP archive"):
        read(Path("bomb.docx"), data=bomb)
    document = read(Path("bomb.docx"), data=docx(p("农业保险"), header=bomb.hex()))
    assert document.articles[0].body == "农业保险"


def test_a_file_of_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as stream:
        stream.truncate(1 << 30)  # a hole, which takes no room on the disk
    with pytest.raises(CorpusError, match=r"larger than 256 MB; .* allow more: --allow file=512MB"):
        read(path)
    path.write_bytes("渠".encode() * 400_000)
    with within(Limits(file=1 << 20)), pytest.raises(CorpusError, match="larger than 1 MB"):
        read(path)


def test_one_line_of_a_megabyte_is_read() -> None:
    body = "农业保险" * 100_000
    assert read(Path("long.txt"), data=body.encode()).articles[0].body == body


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_more_lines_than_any_newsletter_has_are_refused_before_they_fill_the_memory(suffix: str) -> None:
    with pytest.raises(CorpusError, match="more than 200,000 lines"):
        read(Path(f"long{suffix}"), data="渠\n".encode() * (LIMITS.lines + 1))
    check_lines(LIMITS.lines)


def test_elements_that_are_never_closed_are_refused() -> None:
    with pytest.raises(CorpusError, match="are nested"):
        read(Path("deep.html"), data=b"<html><body>" + b"<div>" * 100_000 + "渠".encode())


@pytest.mark.parametrize(
    "tags",
    [
        ["<p " + " ".join(f"a{i}" for i in range(1_001)) + ">"],
        ["<p " + "".join(f'a{i}=">"' for i in range(1_001)) + "/>"],
        [f"<body a{i}>" for i in range(1_001)],
        [f"<HTML a{i}=1><head>" for i in range(1_001)],
    ],
    ids=["one", "quoted", "bodies", "pages"],
)
def test_attributes_of_one_element_are_bounded(tags: list[str]) -> None:
    read(Path("a.html"), data=f"<p title='a < b'>{'渠<a href=x>' * 2_000}{''.join(tags[:-1])}".encode())
    with pytest.raises(LimitError, match=r"a\.html: .* more than 1,000 attributes.* --allow attributes=2000$"):
        read(Path("a.html"), data=f"{''.join(tags)}渠".encode())


def test_elements_with_long_attributes_are_nested_too() -> None:
    with pytest.raises(CorpusError, match="more than 10,000 elements of the page are nested"):
        read(Path("deep.html"), data=b"<div title='%b>'>" % (b"x" * 501) * 10_001 + "渠".encode())


def test_ten_thousand_empty_pages_are_refused() -> None:
    with pytest.raises(CorpusError, match="10000 pages; no newsletter has more than 5000"):
        read(Path("empty.pdf"), data=pdf.document([[]] * 10_000))


@pytest.mark.parametrize("far", [1e9, float("inf"), float("nan")])
def test_text_set_a_million_characters_away_is_no_indent(far: float) -> None:
    boxes = (Box("容县召开农业保险工作会议", 50, 194, 100, 12), Box("渠", far, far + 12, 120, 12))
    assert max(len(line.text) for line in lines_of([Page(1, 500, 700, boxes)])) < 500


@pytest.mark.parametrize("indent", ["inf", "-inf", "nan", "1e400", "9" * 5_000, "-1", "①"])
@pytest.mark.parametrize(
    "properties", ['<w:ind w:left="{0}" w:hanging="{0}"/>', '<w:outlineLvl w:val="{0}"/>', '<w:ind w:firstLine="{0}"/>']
)
def test_numbers_that_are_none_do_no_harm_in_word_documents(properties: str, indent: str) -> None:
    document = read(Path("a.docx"), data=docx(p("容县召开会议。", properties.format(indent))))
    assert "容县召开会议。" in document.articles[0].body


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.html", b"<p>" + "渠<br>".encode() * 200_001, "more than 200,000 lines"),
        ("a.html", b"<p>" + b"<b>" * 2_000_000, "a page of more than 2,000,000 elements"),
        ("a.rtf", b"{\\rtf1 " + b"{}" * 2_000_000 + b"}", "more than 2,000,000 groups and control words"),
        ("a.rtf", b"{\\rtf1 " + b"\\par " * 200_001 + b"}", "more than 200,000 lines"),
        ("a.rtf", b"{\\rtf1 " + b"\\sect x" * 200_001 + b"}", "more than 200,000 lines"),
        ("a.rtf", b"{\\rtf1 " + b"\\b x" * 2_000_000 + b"}", "more than 2,000,000 groups and control words"),
        ("a.rtf", b"{\\rtf1 " + b"\\'c7x" * 2_000_000 + b"}", "more than 2,000,000 groups and control words"),
        ("a.txt", "渠".encode() * 5_000_001, "line 1 has more than 5,000,000 characters"),
    ],
    ids=["breaks", "elements", "groups", "paragraphs", "sections", "words", "bytes", "line"],
)
def test_what_is_counted_before_it_is_parsed_costs_little(name: str, data: bytes, said: str) -> None:
    with pytest.raises(LimitError, match=rf"{name}: {said}.* allow more: --allow [a-z]+=[0-9]+$"):
        read(Path(name), data=data)


@pytest.mark.parametrize("name", ["issue.pdf", "issue.ofd"])
def test_pieces_of_text_with_places_of_their_own_are_bounded(name: str) -> None:
    with within(Limits(boxes=20)), pytest.raises(LimitError, match=r"more than 20 pieces of text, .* --allow boxes=40"):
        read(FILES / name)


def test_articles_are_bounded() -> None:
    issue = (FILES / "issue.txt").read_bytes()
    assert len(read(Path("issue.txt"), data=issue).articles) > 2
    with within(Limits(articles=2)), pytest.raises(LimitError, match=r"more than 2 articles; .* --allow articles=4"):
        read(Path("issue.txt"), data=issue)


@pytest.mark.parametrize(("given", "most"), [("file=1.5GB", 3 << 29), ("memory=512mb", 512 << 20), ("small=9", 9)])
def test_sizes_that_are_allowed_may_have_units(given: str, most: int) -> None:
    assert getattr(allowing([given]), given.partition("=")[0]) == most


@pytest.mark.parametrize("given", ["", "pages", "pages=", "pages=x", "pages=-1", "pages=3MB", "ages=3", "pages=0"])
def test_what_is_no_limit_is_refused(given: str) -> None:
    with pytest.raises(LimitError, match=r"is no limit|would allow nothing"):
        allowing([given])
