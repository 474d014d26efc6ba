"""Text with places comes out in reading order, as paragraphs."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.geometry import Box, Page, lines_of

_SIZE = 10.0
_PITCH = 16.0
_TEXT = (
    "全县组建家庭医生团队，每个团队由一名全科医生、一名护士和若干名乡村医生组成，分片包干到村民小组，每周坐诊不少于一天"
)


def _row(text: str, x: float, y: float, size: float = _SIZE, bold: bool = False) -> Box:
    return Box(text, x, x + len(text) * size, y, size, bold)


def _set(text: str, x: float, y: float, width: int, indent: int = 2) -> list[Box]:
    """`text` as a paragraph, `width` characters a line."""
    found = [_row(text[: width - indent], x + indent * _SIZE, y)]
    rest = text[width - indent :]
    return found + [_row(rest[i : i + width], x, y + (i // width + 1) * _PITCH) for i in range(0, len(rest), width)]


def _page(boxes: Iterable[Box], number: int = 1) -> Page:
    return Page(number, 500.0, 700.0, tuple(boxes))


def _texts(*pages: Page) -> list[str]:
    return [line.text.strip() for line in lines_of(pages) if line.text and line.role is None]


def test_lines_of_a_paragraph_are_put_together() -> None:
    boxes = _set(_TEXT, 50, 100, 20) + _set(_TEXT[::-1], 50, 100 + 4 * _PITCH, 20)
    assert _texts(_page(boxes)) == [_TEXT, _TEXT[::-1]]


def test_two_columns_under_a_headline_are_read_one_after_the_other() -> None:
    text = _TEXT * 2
    boxes = [
        _row("全市春茶生产现场推进会在通道召开", 100, 60, 16),
        *_set(text, 50, 100, 18),
        *_set(text[::-1], 260, 103, 18),
    ]
    assert _texts(_page(boxes)) == ["全市春茶生产现场推进会在通道召开", text, text[::-1]]


def test_three_columns_are_read_one_after_the_other() -> None:
    text = _TEXT * 2
    parts = [text, text[::-1], text[10:] + text[:10]]
    boxes = [box for i, part in enumerate(parts) for box in _set(part, 50 + 140 * i, 100, 12)]
    assert _texts(_page(boxes)) == parts


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    rows = _set(_TEXT * 4, 50, 100, 18)
    third = len(rows) // 3
    left, right, after = rows[:third], rows[third : 2 * third], rows[2 * third :]

    def moved(part: list[Box], x: float) -> list[Box]:
        up = part[0].y - 100
        return [Box(b.text, b.x0 + x, b.x1 + x, b.y - up, b.size) for b in part]

    pages = (
        _page(left + moved(right, 210)),
        _page(moved(after, 0) + moved(_set(_TEXT[::-1] * 2, 50, 100, 18), 210), 2),
    )
    assert _texts(*pages) == [_TEXT * 4, _TEXT[::-1] * 2]


def test_a_column_may_begin_with_short_lines_and_the_other_be_short() -> None:
    heads = ["农技通讯", "第5期", "本期要目", "春茶推进会", "杨梅避雨", "农家书屋"]
    left = [_row(head, 50, 100 + _PITCH * n) for n, head in enumerate(heads)]
    left += _set(_TEXT * 3, 50, 100 + _PITCH * len(heads), 18)
    right = [_row(line, 260, 100 + _PITCH * n) for n, line in enumerate(["主编：唐立群", "编辑：田雨", "印数：300"])]
    assert _texts(_page(left + right)) == [*heads, _TEXT * 3, "主编：唐立群", "编辑：田雨", "印数：300"]


def test_a_headline_at_the_foot_of_a_column_stays_before_the_next() -> None:
    text = _TEXT * 2
    boxes = [*_set(text, 50, 100, 18), _row("农家书屋", 100, 100 + 9 * _PITCH, 13), *_set(_TEXT, 260, 100, 18)]
    assert _texts(_page(boxes)) == [text, "农家书屋", _TEXT]


def test_short_articles_in_columns_under_headlines_of_their_own_are_read_in_turn() -> None:
    texts = [_TEXT[n:] + _TEXT[:n] for n in range(4)]
    boxes: list[Box] = []
    for n, text in enumerate(texts):
        top = 60 + 160 * n
        boxes.append(_row(f"农家书屋第{n}则", 50, top, 13))
        rows = _set(text * 2, 50, top + 2 * _PITCH, 18)
        half = (len(rows) + 1) // 2
        up = half * _PITCH
        boxes += rows[:half] + [Box(b.text, b.x0 + 210, b.x1 + 210, b.y - up, b.size) for b in rows[half:]]
    want = [line for n, text in enumerate(texts) for line in (f"农家书屋第{n}则", text * 2)]
    assert _texts(_page(boxes)) == want


def test_a_colophon_below_two_columns_comes_after_them() -> None:
    text = _TEXT * 2
    foot = [_row("主编：唐立群", 50, 100 + 9 * _PITCH, 8), _row("送：各县农业农村局。", 50, 100 + 10 * _PITCH, 8)]
    boxes = [*_set(text, 50, 100, 18), *_set(text[::-1], 260, 100, 18), *foot]
    assert _texts(_page(boxes)) == [text, text[::-1], "主编：唐立群", "送：各县农业农村局。"]


def test_lines_of_a_poem_stay_lines() -> None:
    poem = ["一夜东风过岭来，", "白云落在绿枝间。", "谁家小女提篮去，", "带得清香到市前。"]
    boxes = [_row(line, 50, 100 + _PITCH * n) for n, line in enumerate(poem)]
    assert _texts(_page(boxes)) == poem
    assert _texts(_page(boxes), _page(_set(_TEXT * 3, 50, 100, 30), 2)) == [*poem, _TEXT * 3]


def test_a_table_is_read_row_by_row() -> None:
    cells = [
        ("姓名", "单位", "电话"),
        ("陈燕", "北海市计生协", "0779"),
        ("杨帆", "芷江县卫生健康局", "0745"),
        ("石磊", "青溪乡", "0748"),
    ]
    boxes = [_row(c, 50 + 120 * i, 100 + _PITCH * n) for n, row in enumerate(cells) for i, c in enumerate(row)]
    assert [t.split() for t in _texts(_page(boxes))] == [list(row) for row in cells]


def test_running_heads_and_page_numbers_are_furniture() -> None:
    pages = [
        _page([_row("农技通讯 2023年第5期", 50, 40), *_set(_TEXT[n:], 50, 100, 20), _row(f"- {n} -", 230, 660)], n)
        for n in (1, 2, 3)
    ]
    aside = [line.text for line in lines_of(pages) if line.role == "furniture"]
    assert aside == [t for n in (1, 2, 3) for t in ("农技通讯 2023年第5期", f"- {n} -")]
    assert _texts(*pages) == [_TEXT[n:] for n in (1, 2, 3)]


def test_a_headline_at_the_top_of_two_pages_is_no_running_head() -> None:
    heads = ["简讯", _TEXT[:18], "简讯", _TEXT[1:19]]
    pages = [_page([_row(head, 50, 60), *_set(_TEXT[n:], 50, 100, 20)], n) for n, head in enumerate(heads, 1)]
    assert all(line.role is None for line in lines_of(pages))


def test_a_number_at_the_top_of_the_first_page_may_be_that_of_the_issue() -> None:
    assert lines_of([_page([_row("539", 50, 40), *_set(_TEXT, 50, 100, 20)])])[0].role is None


def test_quotes_drawn_after_their_line_stand_in_their_place() -> None:
    boxes = [
        _row("推进耕地", 50, 100),
        _row("非粮化", 100, 100),
        _row("整治", 140, 100),
        _row("“", 90, 100.5),
        _row("”", 130, 99.5),
    ]
    assert _texts(_page(boxes)) == ["推进耕地“非粮化”整治"]


def test_small_raised_type_stands_in_its_line() -> None:
    boxes = [_row("村道硬化面积", 50, 100), _row("2", 110, 96, 6), _row("公里", 116, 100)]
    assert _texts(_page(boxes)) == ["村道硬化面积2公里"]


def test_large_type_beside_small_lines_does_not_mix_them() -> None:
    text = _TEXT * 2
    boxes = [_row("农家书屋", 80, 112, 20), *_set(text, 50, 140, 18), *_set(text[::-1], 260, 100, 18)]
    assert _texts(_page(boxes)) == ["农家书屋", text, text[::-1]]


def test_type_printed_twice_is_bold_and_read_once() -> None:
    boxes = [_row("工作部署", 50, 100), _row("工作部署", 50.4, 100), *_set(_TEXT, 50, 130, 20)]
    first = lines_of([_page(boxes)])[0]
    assert (first.text, first.emphasis) == ("工作部署", True)


def test_larger_and_bold_lines_are_emphasised_and_lines_in_the_middle_centred() -> None:
    text = _set(_TEXT, 50, 160, 20)
    title = _row("工作部署", 150 - 2 * 16, 60, 16)
    lines = [line for line in lines_of([_page([title, _row("一、建队伍", 70, 130, bold=True), *text])]) if line.text]
    assert [(line.emphasis, line.centred) for line in lines] == [(True, True), (True, False), (False, False)]


def test_a_line_set_right_shows_it() -> None:
    line = lines_of([_page([*_set(_TEXT, 50, 100, 20), _row("容县水利局", 200, 100 + 4 * _PITCH)])])[-1]
    assert line.text == "\u3000" * 15 + "容县水利局"


_BOXES = st.lists(
    st.builds(
        _row,
        st.text(alphabet="春耕a1“。 ", min_size=1, max_size=8),
        st.floats(0, 500),
        st.floats(0, 700),
        st.sampled_from([6.0, 10.0, 16.0]),
        st.booleans(),
    ),
    max_size=30,
)


@given(st.lists(_BOXES, max_size=3))
def test_nothing_is_lost_wherever_it_stands(pages: list[list[Box]]) -> None:
    lines = lines_of([_page(boxes, number) for number, boxes in enumerate(pages, 1)])
    kept = sorted(c for line in lines for c in line.text if not c.isspace())
    given_ = [c for boxes in pages for box in boxes for c in box.text if not c.isspace()]
    # What is printed twice at one place is read once.
    assert set(kept) == set(given_)
    assert len(kept) <= len(given_)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


def test_the_colophon_is_no_part_of_a_paragraph_that_ends_at_the_margin() -> None:
    text = _TEXT[:33] + "（下车镇）"
    assert len(text) == 38  # with an indent of two, lines of 20 are full
    boxes = [box for i in range(3) for box in _set(text, 50, 100 + 2 * i * _PITCH, 20)]
    last = _row("送：县四套班子领导。", 50, 100 + 6 * _PITCH)
    assert _texts(_page([*boxes, last]))[-1] == "送：县四套班子领导。"
