"""PDF files are read as they look, and what cannot be read is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import CorpusError
from corpus.limits import Limits, within
from corpus.readers.pdf import read_bytes
from tests.support.pdf import document, scan, text

_TEXT = "全县组建家庭医生团队每个团队由一名全科医生一名护士和若干名乡村医生组成分片包干到村民小组"
_ROWS = (_TEXT[:18], _TEXT[18:38], _TEXT[38:])
# The paragraph's lines with their places: 20 characters a line, the first one set in.
_PLACES = [(row, 84 if n == 0 else 60, 700 - 20 * n) for n, row in enumerate(_ROWS)]
_PARAGRAPH = [text(row, x, y) for row, x, y in _PLACES]


def _texts(data: bytes) -> list[str]:
    return [line.text.strip() for line in read_bytes(data, None).lines if line.text]


def test_a_font_that_is_not_embedded_is_read() -> None:
    assert _texts(document([_PARAGRAPH])) == [_TEXT]


@pytest.mark.parametrize(("angle", "matrix"), [(90, "0 1 -1 0"), (180, "-1 0 0 -1"), (270, "0 -1 1 0")])
def test_turned_pages_are_read_as_they_are_seen(angle: int, matrix: str) -> None:
    places = {90: lambda x, y: (842 - y, x), 180: lambda x, y: (595 - x, 842 - y), 270: lambda x, y: (y, 595 - x)}
    turned = [text(row, *places[angle](x, y), turned=matrix) for row, x, y in _PLACES]
    assert _texts(document([turned], rotate=angle)) == [_TEXT]


def test_vertical_writing_is_read_from_right_to_left() -> None:
    rows = [_TEXT[i : i + 15] for i in range(0, len(_TEXT), 15)]
    columns = [text(row, 500 - 24 * n, 700, font="V") for n, row in enumerate(rows)]
    assert _texts(document([columns])) == [_TEXT]


def test_a_watermark_does_not_cut_the_lines_it_crosses() -> None:
    mark = text("内部资料", 100, 640, 40, turned=".7 .7 -.7 .7")
    lines = read_bytes(document([[mark, *_PARAGRAPH]] * 2), None).lines
    assert [(line.text.strip(), line.role) for line in lines] == [(_TEXT, None), ("内部资料", "furniture")] * 2


def test_type_scaled_by_its_matrix_has_its_size() -> None:
    assert _texts(document([[text(row, x, y, 1, turned="12 0 0 12") for row, x, y in _PLACES]])) == [_TEXT]


def test_type_of_a_negative_size_is_turned_by_half() -> None:
    assert _texts(document([[text(row, x, y, -12, turned="-1 0 0 -1") for row, x, y in _PLACES]])) == [_TEXT]
    columns = [text(_TEXT[:20], x, 700 - 16 * n, -12) for n in range(10) for x in (280, 560)]
    assert _texts(document([columns]))


def test_a_bold_line_is_emphasised() -> None:
    lines = read_bytes(document([[text("工作部署", 60, 730, font="B"), *_PARAGRAPH]]), None).lines
    assert [(line.text.strip(), line.emphasis) for line in lines] == [("工作部署", True), (_TEXT, False)]


def test_characters_printed_twice_are_read_once() -> None:
    twice = [text("工作部署", 60 + shift, 740) for shift in (0, 0.5)]
    assert _texts(document([[*twice, *_PARAGRAPH]])) == ["工作部署", _TEXT]


def test_radicals_ligatures_and_bullets_of_symbol_fonts_become_common_characters() -> None:
    assert _texts(document([[text("\uf06c⽂化⻚⾯ﬁle", 60, 700)]])) == ["●文化页面file"]


def test_unknown_characters_for_private_use_are_kept() -> None:
    assert _texts(document([[text("甲\ue123乙", 60, 700)]])) == ["甲\ue123乙"]


def test_pages_are_counted_from_one() -> None:
    lines = read_bytes(document([[text("春耕", 60, 700)], [], [text("夏种", 60, 700)]]), None).lines
    assert [(line.text, line.page) for line in lines] == [("春耕", 1), ("夏种", 3)]


def test_a_scan_is_a_fault_that_says_what_to_do() -> None:
    with pytest.raises(CorpusError, match=r"no text in it: its pages are pictures; have its text recognised \(OCR"):
        read_bytes(scan(b"", 2), None)


def test_scanned_pages_among_others_are_named() -> None:
    found = read_bytes(scan(document([_PARAGRAPH]), 3), None)
    assert [line.text.strip() for line in found.lines] == [_TEXT]
    assert len(found.warnings) == 1
    assert found.warnings[0].startswith(
        "pages 2-4: a picture without text, which is not read; have its text recognised"
    )


def test_pages_without_text_or_pictures_are_no_newsletter() -> None:
    with pytest.raises(CorpusError, match="no text in it: if its pages show any, it is drawn"):
        read_bytes(document([[]]), None)


def test_a_note_written_on_a_page_is_read() -> None:
    assert _texts(document([_PARAGRAPH], note=[text("已阅。", 60, 500)])) == [_TEXT, "已阅。"]


def test_a_caption_does_not_cut_the_paragraph_around_it() -> None:
    caption = text("图为签约现场（王芳摄）", 120, 660, 9)
    rows = [text(row, x, y - (60 if n == 2 else 0)) for n, (row, x, y) in enumerate(_PLACES)]
    assert sorted(_texts(document([[*rows[:2], caption, *rows[2:]]]))) == sorted([_TEXT, "图为签约现场（王芳摄）"])


def test_a_password_is_asked_for() -> None:
    encrypt = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'00' * 32}> /U <{'11' * 32}> >> /ID [<00> <00>]"
    with pytest.raises(CorpusError, match="a password is needed to open it"):
        read_bytes(document([_PARAGRAPH], trailer=encrypt), None)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\nnothing", document([_PARAGRAPH])[:400]])
def test_a_damaged_file_is_a_fault(data: bytes) -> None:
    with pytest.raises(CorpusError, match="damaged, or no PDF"):
        read_bytes(data, None)


def test_too_many_pages_are_a_fault() -> None:
    with within(Limits(pages=2)):
        assert _texts(document([_PARAGRAPH, []])) == [_TEXT]
        with pytest.raises(CorpusError, match=r"3 pages; no newsletter has more than 2, .* --allow pages=4"):
            read_bytes(document([_PARAGRAPH] * 3), None)


def test_files_are_read_in_several_threads_at_once() -> None:
    from concurrent.futures import ThreadPoolExecutor

    data = (Path(__file__).parent / "formats/files/columns.pdf").read_bytes()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: read_bytes(data, None), range(6)))
    assert all(text == found[0] for text in found)
