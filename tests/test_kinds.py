"""Files are what their content says, whatever their names say."""

from __future__ import annotations

import io
import zipfile
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from corpus import CorpusError, read
from corpus.files import discover
from corpus.kinds import NEWSLETTERS, Kind, reader_of, signature, text_size
from tests.support.office import DATA

_TEXT = "容县召开工作会议\n\n9月22日，容县召开工作会议，各乡镇六十多人参加了会议。\n"
_NO = Kind("nothing")


def _zip(**parts: str) -> bytes:
    """An archive with these parts, `__` in their names for `/`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


def _compound(*streams: str) -> bytes:
    """The beginning of a compound file whose directory names these streams."""
    entries = [name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams)]
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + b"".join(entries)


_SIGNED = {
    "a PDF file": b"%PDF-1.7\n",
    "a Word document": _zip(**{"[Content_Types].xml": "<Types/>", "word__document.xml": "<w/>"}),
    "an Excel workbook (.xlsx)": _zip(xl__workbook="<x/>"),
    "a PowerPoint presentation (.pptx)": _zip(ppt__presentation="<p/>"),
    "an OFD document": _zip(**{"OFD.xml": "<ofd/>", "Doc_0__Document.xml": "<d/>"}),
    "an e-book": _zip(mimetype="application/epub+zip", OEBPS__content="<o/>"),
    "an OpenDocument text": _zip(mimetype="application/vnd.oasis.opendocument.text"),
    "a ZIP archive": _zip(**{"通讯.txt": _TEXT}),
    "an old Word or WPS document": _compound("1Table", "WordDocument", "Workbook"),
    "an Excel workbook (.xls)": _compound("Workbook"),
    "a PowerPoint presentation (.ppt)": _compound("PowerPoint Document"),
    "an Office document with a password": _compound("EncryptionInfo", "EncryptedPackage"),
    "an old Microsoft Office": _compound("其他"),
    "a document in Rich Text Format": b"{\\rtf1\\ansi",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "a RAR archive": b"Rar!\x1a\x07\x00",
}


def test_an_old_office_file_without_its_end_is_named_as_that() -> None:
    whole = (DATA / "山乡通讯.doc").read_bytes()
    assert (signature(whole) or _NO).name.startswith("an old Word")
    assert (signature(whole[:6000]) or _NO).name.endswith("whose end is missing")


@pytest.mark.parametrize("name", _SIGNED)
def test_a_signature_tells_the_kind(name: str) -> None:
    kind = signature(_SIGNED[name])
    assert kind is not None
    assert kind.name.startswith(name)


@pytest.mark.parametrize("name", ["a Word document", "an OFD document", "an e-book"])
def test_an_archive_cut_short_keeps_its_kind(name: str) -> None:
    kind = signature(_SIGNED[name][:-30])
    assert kind is not None
    assert kind.name.startswith(name)


def test_something_may_stand_before_a_pdf() -> None:
    kind = signature(b"\r\n\0junk\n" + b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n")
    assert kind is not None
    assert kind.name == "a PDF file"


@pytest.mark.parametrize("text", ["第一段讲 %PDF- 开头的文件。", "PK 赛结果", "{rtf}", "GIF 是一种图片格式", ""])
def test_text_has_no_signature(text: str) -> None:
    assert signature(text.encode()) is None


@pytest.mark.parametrize("suffix", [".txt", ".doc", "", ".bin"])
@pytest.mark.parametrize(
    "name", ["an Excel workbook (.xls)", "a picture", "a ZIP archive", "an Office document with a password"]
)
def test_what_cannot_be_read_is_named_with_advice(tmp_path: Path, name: str, suffix: str) -> None:
    path = tmp_path / ("件" + suffix)
    path.write_bytes(_SIGNED[name])
    with pytest.raises(CorpusError) as fault:
        read(path)
    said = str(fault.value)
    assert said.startswith(f"{path}: this is {name}")
    assert any(advice in said for advice in ("save it ", "saved as", "unpack it"))


def test_text_under_the_name_of_another_kind_is_read_with_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(NEWSLETTERS, ".doc", "corpus.readers.none")
    module, warning = reader_of(_TEXT.encode("gb18030"), ".doc")
    assert module == NEWSLETTERS[".txt"]
    assert warning == "the name ends in .doc, but this is plain text, and was read as such"


def test_text_of_an_unknown_type_is_no_newsletter(tmp_path: Path) -> None:
    path = tmp_path / "脚本.py"
    path.write_text(_TEXT, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"脚本\.py: cannot read files of type \.py; readable are .*\.txt"):
        read(path)


def test_unknown_types_are_passed_over_in_folders(tmp_path: Path) -> None:
    (tmp_path / "甲").write_bytes(_SIGNED["a PDF file"])
    (tmp_path / "乙.xls").write_bytes(b"<html><body>" + _TEXT.encode())
    found = discover([tmp_path])
    assert not found.files
    assert found.unknown == {"without a suffix": 1, ".xls": 1}


def test_pictures_in_a_document_are_no_text() -> None:
    assert text_size(".pdf", 5_000_000) == text_size(".DOCX", 900_000) < 100_000
    assert text_size(".TXT", 5_000_000) == text_size(".csv", 5_000_000) == 5_000_000
    assert text_size(".docx", 12_000) == 12_000


_BODY = "<p>6月2日，水乡县水利局组织六十多名志愿者清理城南河道，当天清运淤泥十二吨，两岸居民拍手称好。</p>"
_PAGES = {
    "a whole page": f"<html><head><title>河道</title></head><body>{_BODY}</body></html>",
    "a page of a word processor": '<html xmlns:v="urn:schemas-microsoft-com:vml"><body>' + _BODY + "</body></html>",
    "a page with a declaration": '<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE html><html><body>'
    + _BODY
    + "</body></html>",
}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("suffix", [".doc", ".txt", ".md", ".xls", ""])
@pytest.mark.parametrize("page", _PAGES)
def test_a_page_under_another_name_is_read_as_one(tmp_path: Path, page: str, suffix: str, encoding: str) -> None:
    path = tmp_path / f"河道{suffix}"
    path.write_bytes(_PAGES[page].encode(encoding))
    document = read(path)
    assert [article.body for article in document.articles] == [_BODY[3:-4]]
    (warning,) = document.warnings
    assert warning.endswith("but this is an HTML page, and was read as such")


@pytest.mark.parametrize("suffix", [".doc", ".txt"])
def test_a_piece_of_a_page_under_another_name_is_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"河道{suffix}"
    path.write_bytes(('<meta charset="gb2312">' + _BODY).encode("gb18030"))
    assert [article.body for article in read(path).articles] == [_BODY[3:-4]]


@pytest.mark.parametrize("suffix", [".mht", ".mhtml", ".doc", ".html"])
def test_a_web_archive_is_read(tmp_path: Path, suffix: str) -> None:
    mail = MIMEMultipart("related", type="text/html")
    mail["From"] = "<Saved by Browser>"
    mail.attach(MIMEText(f"<html><body>{_BODY}</body></html>", "html", "gb2312"))
    mail.attach(MIMEImage(b"\x89PNG\r\n\x1a\n", "png"))
    path = tmp_path / f"河道{suffix}"
    path.write_bytes(mail.as_bytes())
    document = read(path)
    assert [article.body for article in document.articles] == [_BODY[3:-4]]
    assert len(document.warnings) == (suffix in (".doc", ".html"))


@pytest.mark.parametrize("head", [b" " * 4000, b"<!-- x -->" * 400, b"<?x?>" * 800, b"<!--" * 1000])
def test_what_comes_before_markup_costs_no_time(head: bytes) -> None:
    assert reader_of(head + b"x", ".txt") == (NEWSLETTERS[".txt"], None)


def test_the_parts_of_a_saved_page_are_no_newsletters(tmp_path: Path) -> None:
    for name in ("通讯.html", "通讯_files/广告.html", "通讯.files/页眉.htm", "别的_files/文.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(_PAGES["a whole page"], encoding="utf-8")
    assert [path.name for path in discover([tmp_path]).files] == ["通讯.html", "文.html"]


def test_an_archive_without_a_page_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "图.mht"
    path.write_bytes(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n\ntext\n--x--\n")
    with pytest.raises(CorpusError, match="no page in the archive"):
        read(path)
