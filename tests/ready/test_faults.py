"""Every bad line or row is named by its number and costs itself alone."""

from __future__ import annotations

import pytest

from tests.ready.support import Write, faults, parsed

# Bad lines of JSON


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"title": "a"', "this is no JSON: "),
        ('{"title": "a"} {}', "this is no JSON: Extra data at character 16"),
        ('{"title": "a\tb"}', "this is no JSON: Invalid control character"),
        ('["title"]', "this is no JSON object"),
        ("1" * 5000, "there is a number in it that is too long"),
        ('{"title": "a", "n": ' + "1" * 5000 + "}", "there is a number in it that is too long"),
        ('{"title": "a", "n": NaN}', "NaN is no JSON"),
        ('{"title": "a", "n": -Infinity}', "-Infinity is no JSON"),
        ('{"title": "a", "title": "b"}', "the key 'title' stands in one object more than once"),
        ('{"title": "a", "标题": "b"}', "title and 标题 are the same field"),
        ('{"title": "a", "x": ' + "[" * 100000 + "]" * 100000 + "}", "lists or objects are nested too deeply"),
        ('{"unit": "a"}', "neither a title nor a body"),
        ('{"title": " ", "body": null}', "neither a title nor a body"),
        ('{"title": ["a"]}', "the title is not text"),
        ('{"title": "a", "body": {}}', "the body is not text"),
        ('{"title": "a", "body": true}', "the body is not text"),
        ('{"title": "a", "unit": []}', "the unit is not text"),
        ('{"title": "a", "date": {}}', "the date is not text"),
        ('{"title": "a", "region": 1e400}', ""),
        ('{"title": "a", "regions": [[]]}', "the region is not text"),
        ('{"title": "a", "issue": [1]}', "the issue is not text"),
        ('{"title": "a", "issue": {"number": {}}}', "the issue's number is not text"),
        ('{"title": "a", "untitled": "maybe", "body": "b"}', "untitled is neither true nor false"),
        ('{"title": "a", "id": ""}', "the id is empty"),
        ('{"title": "a", "id": true}', "the id is neither text nor a whole number"),
        ('{"title": "a", "id": 1.5}', "the id is neither text nor a whole number"),
        (r'{"title": "a", "id": "a\nb"}', "there is a control character in the id"),
        (r'{"title": "a", "id": "a\ud800"}', "there is a control character in the id"),
        (r'{"title": "a", "id": "a\u0000"}', "there is a control character in the id"),
    ],
    ids=lambda text: str(text)[:40],
)
def test_a_bad_line_is_named_and_costs_itself_alone(write: Write, line: str, said: str) -> None:
    path = write({"title": "甲"}, "", line, {"title": "乙"})
    (part,) = parsed(path)
    if not said:
        assert [a.line_start for a in part.articles] == [1, 3, 4]
        return
    assert [(a.title, a.line_start) for a in part.articles] == [("甲", 1), ("乙", 4)]
    (fault,) = part.faults
    assert fault.startswith(f"{path}:3: {said}")


def test_bytes_that_are_no_text_cost_their_line_alone(write: Write) -> None:
    path = write('{"title": "甲"}\n'.encode(), b'{"title": "\xff"}\n', '{"title": "乙"}\n'.encode())
    (part,) = parsed(path)
    assert [(a.title, a.line_start) for a in part.articles] == [("甲", 1), ("乙", 3)]
    assert part.faults == [f"{path}:2: there are bytes in it that are no utf-8 text; see --encoding"]


# Bad rows of tables


def test_rows_have_the_lines_they_stand_on(write: Write) -> None:
    path = write(["title", "body"], ["甲", "一\n二\n"], [], ["乙", "三"], ["", " "], ["丙", ""], name="表.csv")
    (part,) = parsed(path)
    assert [(a.title, a.body, a.line_start, a.line_end) for a in part.articles] == [
        ("甲", "一\n二", 2, 4),
        ("乙", "三", 6, 6),
        ("丙", "", 8, 8),
    ]
    assert part.faults == []


def test_too_few_cells_are_empty_and_too_many_a_fault(write: Write) -> None:
    path = write(["title", "body", "unit"], ["甲"], ["乙", "b", "c", "d"], ["丙", "b", "", ""], name="表.csv")
    (part,) = parsed(path)
    assert [(a.title, a.unit) for a in part.articles] == [("甲", None), ("丙", None)]
    assert faults(path) == ["3: 4 cells under a header of 3; a cell with a separator in it is quoted"]


@pytest.mark.parametrize(
    ("rows", "kept", "bad"),
    [
        ('甲,一\n乙,"二\n丙,三\n', {2: "甲", 4: "丙"}, [3]),  # never closed
        ('甲,一\n乙,"二\n丙,"三"\n丁,四\n', {2: "甲", 4: "丙", 5: "丁"}, [3]),  # closed where the next one opens
        ('甲,"一\n乙,"二\n丙,"三\n', {}, [2]),
        ('甲,"他说"好"了"\n乙,二\n', {3: "乙"}, [2]),  # not doubled
        ('甲,"一\n没有\n乙,二\n', {4: "乙"}, [2]),
        ('甲,"一\n没有\n乙,二\n也没有\n', {4: "乙"}, [2, 5]),
        ('甲,"', {}, [2]),
        ("甲,一\0\n乙,二\n", {3: "乙"}, [2]),
        ('甲,"一\n\0\n"\n乙,二\n', {5: "乙"}, [2]),
    ],
)
def test_a_missing_quotation_mark_does_not_swallow_what_follows(
    write: Write, rows: str, kept: dict[int, str], bad: list[int]
) -> None:
    path = write(("title,body\n" + rows).encode(), name="表.csv")
    found = [article for part in parsed(path) for article in part.articles]
    assert {a.line_start: a.title for a in found} == kept
    assert [int(fault.split(":")[0]) for fault in faults(path)] == bad


def test_what_follows_a_missing_mark_is_told_as_passed_over(write: Write) -> None:
    path = write('title,body,unit\n甲,"一,二\n没有,三\n还有\n乙,四,五\n'.encode(), name="表.csv")
    (fault,) = faults(path)
    assert fault.startswith("2: a cell in quotes is opened in this record and not closed; ")
    assert fault.endswith(" (passed over to line 4)")


def test_a_row_that_is_no_text_costs_itself_alone(write: Write) -> None:
    path = write("title,body\n甲,一\n乙,".encode() + b"\xff" + "\n丙,三丁戊己\n".encode(), name="表.csv")
    (part,) = parsed(path)
    assert [a.title for a in part.articles] == ["甲", "丙"]
    assert faults(path) == ["3: there are bytes in it that are no text; see --encoding"]


def test_the_mark_before_a_formula_is_taken_away_once(write: Write) -> None:
    path = write(["title", "body"], ["'=1+1", "'-a"], ["''=1", "'a"], name="表.csv")
    (part,) = parsed(path)
    assert [(a.title, a.body) for a in part.articles] == [("=1+1", "-a"), ("''=1", "'a")]
