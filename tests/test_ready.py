"""Ready articles: every good line becomes an article, every bad one a fault with its number, whatever the bytes are."""

from __future__ import annotations

import csv
import io
import json
import pickle
import tracemalloc
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Article, CorpusError, Document, Issue, read
from corpus.errors import NotArticlesError
from corpus.files import discover
from corpus.identity import article_id, repeated_id, with_ids
from corpus.ready import Batch, Parsed, articles, batches, distinct, survey
from corpus.ready.fields import FIELDS
from search.output.formats import csv_table, jsonl
from search.output.records import HIT_FIELDS, document_records, dump
from search.searcher import Searcher
from tests.support.indexes import article as make_article
from tests.support.indexes import build_index
from tests.support.places import PROJECT, SAMPLES
from tests.support.program import wensou
from tests.test_docs import fenced
from tests.test_docs import table as rows_of

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file: JSON Lines of dicts and strings, or the rows of a table, or bytes as they are."""

    def _write(*lines: Any, name: str = "文.jsonl", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        if lines and isinstance(lines[0], bytes):
            path.write_bytes(b"".join(lines))
        elif name.endswith(".csv"):
            path.write_bytes(table(lines).encode(encoding))
        else:
            text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
            path.write_bytes(text.encode(encoding))
        return path

    return _write


def table(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Rows as a spreadsheet writes them."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def parsed(path: Path, encoding: str | None = None, **limits: int) -> list[Parsed]:
    """The parts of a file, each sent through a pickle as to another process."""
    pieces = batches(path, "文", survey(path, encoding), **limits)
    return [articles(pickle.loads(pickle.dumps(piece))) for piece in pieces]


def faults(path: Path) -> list[str]:
    """What is wrong with the lines of a file: number and message."""
    prefix = f"{path}:"
    found = [fault for part in parsed(path) for fault in part.faults]
    assert all(fault.startswith(prefix) for fault in found)
    return [fault.removeprefix(prefix) for fault in found]


def only(path: Path) -> Article:
    """The article of a file that holds one, without faults."""
    (part,) = parsed(path)
    assert part.faults == []
    (article,) = part.articles
    return article


# Fields


def test_all_fields_are_taken(write: Write) -> None:
    record = {
        "id": "甲/1#2",
        "title": "标题",
        "body": "第一段\r\n第二段",
        "section": "简讯",
        "unit": "桂林市计生协",
        "author": "陈 燕",
        "region": "七星区",
        "date": "2022-09-15",
        "issue": {"title": "工作通讯", "number": 3, "date": "2022年10月", "publisher": "某协会"},
        "other": [1],
    }
    assert only(write(record)) == Article(
        id="甲/1#2",
        title="标题",
        untitled=False,
        section="简讯",
        unit="桂林市计生协",
        author="陈 燕",
        regions=("广西壮族自治区/桂林市/七星区",),
        date="2022-09-15",
        date_from="article",
        body="第一段\n第二段",
        issue=Issue("工作通讯", "3", "2022-10", "某协会"),
        source="文",
        line_start=1,
        line_end=1,
    )


def test_every_field_goes_by_its_other_names_in_json_and_tables(write: Write) -> None:
    values = {"untitled": "true", "kind": "article", "date": "2022", "regions": "广西", "region": "北海"}
    for field, others in FIELDS.items():
        for name in (field, f" {field.upper()} ", *others):
            record = {"body": "正文", **values, field: values.get(field, field)}
            renamed = {name if key == field else key: value for key, value in record.items()}
            as_table = write(list(renamed), list(renamed.values()), name="表.csv")
            assert only(write(renamed)) == only(write(record))
            assert replace(only(as_table), line_start=1, line_end=1) == only(write(record))


def test_an_id_is_kept_as_it_is_and_a_number_by_its_digits(write: Write) -> None:
    (part,) = parsed(write({"id": " A–1 ", "title": "甲"}, {"id": 20220915, "title": "乙"}, {"title": "丙"}))
    assert [a.id for a in part.articles] == [" A–1 ", "20220915", article_id(part.articles[2])]
    assert part.given == {" A–1 ", "20220915"}


def test_content_without_an_id_gets_the_same_one_in_any_file(write: Write) -> None:
    as_json = only(write({"title": "甲", "body": "乙", "unit": "丙", "issue": "丁"}))
    as_table = only(write(["issue", "unit", "body", "title"], ["丁", "丙", "乙", "甲"], name="表.csv"))
    assert as_json.id == as_table.id
    assert len(as_json.id) == 12


@pytest.mark.parametrize("title", [None, "", " \u3000"])
def test_without_a_title_one_is_derived(write: Write, title: str | None) -> None:
    article = only(write({"title": title, "body": "\n\n9月22日，容县召开工作会议，六十多人参加了会议。\n"}))
    assert (article.title, article.untitled) == ("容县召开工作会议", True)
    assert article.body == "9月22日，容县召开工作会议，六十多人参加了会议。"


@pytest.mark.parametrize("body", [None, "", "\n"])
def test_a_title_alone_is_an_article(write: Write, body: str | None) -> None:
    article = only(write({"title": "甲", "body": body, "untitled": True}))
    assert (article.title, article.untitled, article.body) == ("甲", False, "")


def test_a_derived_title_stays_derived(write: Write) -> None:
    article = only(write({"title": "容县召开会议", "body": "容县召开会议，六十人参加。", "untitled": True}))
    assert (article.title, article.untitled) == ("容县召开会议", True)


def test_numbers_are_text_as_they_are_written(write: Write) -> None:
    article = only(write({"title": 2022, "body": 1.5, "date": 20220915, "unit": 0}))
    assert (article.title, article.body, article.date, article.unit) == ("2022", "1.5", "2022-09-15", "0")


def test_a_title_is_one_line(write: Write) -> None:
    assert only(write({"title": "计生协\r\n  召开　会议"})).title == "计生协 召开 会议"


def test_what_is_no_text_in_text_is_replaced(write: Write) -> None:
    record = r'{"title": "a\ud800", "body": "b\u0000c", "issue": {"title": "\udfff"}, "regions": ["x\u0000"]}'
    article = only(write(record))
    assert (article.title, article.body) == ("a\ufffd", "b\ufffdc")
    assert (article.issue.title, article.regions) == ("\ufffd", ("x\ufffd",))


@pytest.mark.parametrize(
    ("record", "regions"),
    [
        ({"region": "桂林"}, ("广西壮族自治区/桂林市",)),
        ({"region": "广西/桂林市/七星区"}, ("广西壮族自治区/桂林市/七星区",)),
        ({"region": "桂林、北海"}, ("广西壮族自治区/桂林市", "广西壮族自治区/北海市")),
        ({"region": "鼓楼区"}, ("鼓楼区",)),
        ({"region": "桃花源"}, ("桃花源",)),
        ({"regions": ["桂林", "某地"], "region": "桂林市"}, ("广西壮族自治区/桂林市", "某地")),
        ({"region": "长沙"}, ("湖南省/长沙市",)),
        ({"region": "海南"}, ("海南省",)),
        ({"region": "田阳县"}, ("广西壮族自治区/百色市/田阳区",)),
        ({"regions": [], "unit": "桂林市计生协"}, ()),
        ({"region": None, "unit": "桂林市计生协"}, ("广西壮族自治区/桂林市",)),
        ({"body": "桂林市召开会议。"}, ()),
    ],
    ids=str,
)
def test_regions_are_those_given_else_the_units(write: Write, record: dict[str, Any], regions: tuple[str, ...]) -> None:
    assert only(write({"title": "桂林市召开会议", **record})).regions == regions


def test_the_publisher_settles_what_a_unit_leaves_open(write: Write) -> None:
    issue = {"publisher": "南京市农业农村局"}
    assert only(write({"title": "甲", "unit": "鼓楼区农业农村局", "issue": issue})).regions == ("江苏省/南京市/鼓楼区",)


@pytest.mark.parametrize(
    ("given_date", "date"),
    [
        ("2022", "2022"),
        ("2022-09", "2022-09"),
        ("2022-9-5", "2022-09-05"),
        ("2022年9月15日", "2022-09-15"),
        ("二〇二二年九月十五日", "2022-09-15"),
        ("2022/9/15 0:00", "2022-09-15"),
        ("2022-09-15T08:30:00+08:00", "2022-09-15"),
        ("20220915", "2022-09-15"),
        ("２０２２．９", "2022-09"),
        ("1898-06-11", "1898-06-11"),
    ],
)
def test_dates_are_understood(write: Write, given_date: str, date: str) -> None:
    article = only(write({"title": "甲", "date": given_date}))
    assert (article.date, article.date_from) == (date, "article")


@pytest.mark.parametrize("date", ["昨天", "2022-02-30", "9月15日", "20221350", "12"])
def test_a_date_that_is_not_understood_costs_the_date_alone(write: Write, date: str) -> None:
    (part,) = parsed(write({"title": "甲", "date": date}))
    assert [(a.title, a.date, a.date_from) for a in part.articles] == [("甲", None, None)]
    (fault,) = part.faults
    assert f":1: the date '{date}' is not understood" in fault


def test_without_a_date_the_issues_counts(write: Write) -> None:
    article = only(write({"title": "甲", "issue": {"date": "2022-10-18"}}))
    assert (article.date, article.date_from) == ("2022-10-18", "issue")


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


# Encodings, sizes


_ROWS = (
    ["标题", "正文", "单位"],
    ["容县召开工作会议", "各乡镇六十多人\n参加了会议。", "容县计生协"],
    ["简讯", "“甲”", ""],
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_of_spreadsheets_are_read(write: Write, encoding: str, delimiter: str) -> None:
    path = write(table(_ROWS, delimiter).encode(encoding), name="表.CSV")
    (part,) = parsed(path)
    assert [(a.title, a.body, a.unit) for a in part.articles] == [
        ("容县召开工作会议", "各乡镇六十多人\n参加了会议。", "容县计生协"),
        ("简讯", "“甲”", None),
    ]
    assert part.faults == []


def test_an_encoding_that_shows_late_is_found(write: Write) -> None:
    rows = [["title", "body"], *([f"title {n}", "plain words"] for n in range(200_000)), *_ROWS[1:]]
    path = write(*rows, name="表.csv", encoding="gb18030")
    assert survey(path).encoding == "gb18030"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_json_lines_are_read_in_other_encodings(write: Write, encoding: str) -> None:
    text = "".join(json.dumps({"title": row[0], "body": row[1]}, ensure_ascii=False) + "\r\n" for row in _ROWS)
    (part,) = parsed(write(text.encode(encoding)))
    assert [(a.title, a.body, a.line_start) for a in part.articles] == [
        (row[0], row[1], line) for line, row in enumerate(_ROWS, 1)
    ]


def test_a_given_encoding_counts(write: Write) -> None:
    for path in (write({"title": "é"}), write(["title"], ["é"], name="表.csv")):
        path.write_bytes(path.read_bytes().replace(b"\\u00e9", "é".encode()))
        (part,) = parsed(path, encoding="latin-1")
        assert [a.title for a in part.articles] == ["Ã©"]


def test_a_survey_tells_what_the_bytes_are(write: Write) -> None:
    path = write({"title": "甲"})
    looked_at = survey(path)
    data = path.read_bytes()
    assert (looked_at.digest, looked_at.size) == (blake2b(data, digest_size=16).hexdigest(), len(data))


@pytest.mark.parametrize("name", ["文.jsonl", "表.csv"])
def test_batches_are_bounded_and_lose_nothing(write: Write, name: str) -> None:
    rows = [["title", "body"], *([str(n), "字" * (n % 50)] for n in range(500))]
    path = write(*(rows if name == "表.csv" else [{"title": t, "body": b} for t, b in rows[1:]]), name=name)
    whole = parsed(path)
    assert len(whole) == 1
    for size in (1, 7, 100, 1000):
        parts = parsed(path, characters=size)
        assert [a for part in parts for a in part.articles] == whole[0].articles
    pieces = list(batches(path, "文", survey(path), characters=1000))
    assert len(pieces) > 5
    assert all(_length(piece) < 2000 for piece in pieces)


def _length(batch: Batch) -> int:
    return len(batch.lines) + sum(len("".join(cells)) for _, _, cells in batch.rows)


@pytest.mark.parametrize("size", [5, 64, 1000])
def test_a_line_without_end_is_a_fault(write: Write, size: int) -> None:
    path = write({"title": "甲"}, {"title": "长" * 100}, {"title": "乙"}, '"' + "x" * 300)
    parts = parsed(path, characters=size, longest=100)
    assert [(a.title, a.line_start) for part in parts for a in part.articles] == [("甲", 1), ("乙", 3)]
    assert [fault.split(":")[1] for part in parts for fault in part.faults] == ["2", "4"]
    path = write(["title"], ["甲"], ["长" * 200], ["乙"], ["长" * 20 + "\n" * 90], ["丙"], name="表.csv")
    parts = parsed(path, characters=size, longest=100)
    assert [a.title for part in parts for a in part.articles][:2] == ["甲", "乙"]
    assert [fault.split(":")[1] for part in parts for fault in part.faults][:2] == ["3", "5"]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("大.jsonl", json.dumps({"title": "标题", "body": "正文" * 100}).encode() + b"\n"),
        ("大.csv", ",".join(["标题", "正文" * 100]).encode() + b"\n"),
        ("坏.jsonl", b"{" + b"x" * 500 + b"\n"),
        ("坏.csv", b"a,b,c" + b"d" * 500 + b"\n"),
        ("长.jsonl", b"x" * 1000),
        ("长.csv", b"x" * 1000),
        ("引.csv", b'"' + b"x" * 1000),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_memory_does_not_grow_with_the_file(tmp_path: Path, name: str, line: bytes) -> None:
    path = tmp_path / name
    head = b"title,body\n" if name.endswith(".csv") else b'{"title": "a"}\n'
    with path.open("wb") as stream:
        stream.write(head)
        for _ in range(20):
            stream.write(line * ((1 << 20) // len(line)))
    tracemalloc.start()
    try:
        for batch in batches(path, "文", survey(path), longest=1 << 20):
            articles(batch)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 << 20


# Files that are none of articles


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.jsonl", b"", "no text in it"),
        ("空.csv", b" \n\r\n", "no text in it"),
        ("空.csv", b"\xef\xbb\xbf", "no text in it"),
        ("别.csv", b"name,price\na,1\n", "no column title .* in the header 'name, price'"),
        ("别.csv", b"id,date\na,1\n", "no column title"),
        ("别.csv", "date,date\n2022,甲\n".encode(), "no column title"),
        ("别.csv", "name,gr\xf6\xdfe\n".encode("latin-1"), "no column title"),
        ("别.csv", b'"a\nb\n', "the first line is no header"),
        ("别.jsonl", b'{"name": "a"}\n{"kind": "Pod"}\n', "no line is a JSON object with a title"),
        ("别.jsonl", b"plain text\n", "no line is a JSON object with a title"),
        ("数.jsonl", b'[\n{\n"title": "a"\n}\n]\n', "no line is a JSON object with a title"),
    ],
)
def test_a_file_without_articles_is_told_from_a_damaged_one(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    for look in (survey, read):
        with pytest.raises(NotArticlesError, match=f"^{path}: {said}"):
            look(path)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04\x14\0", "this is a damaged ZIP archive"),
        (bytes(range(256)) * 20, "not text|neither UTF-8"),
        (b"\0\x01\x02\x03" * 50, "this is binary data"),
        ("title,caf\xe9,\xe0 la\n".encode("latin-1"), "neither UTF-8"),
        (b"title,body,title\n", "the header names a field twice"),
    ],
)
def test_a_file_that_is_no_text_is_a_fault(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "甲.csv"
    path.write_bytes(data)
    with pytest.raises(CorpusError, match=f"^{path}: .*({said})") as caught:
        survey(path)
    assert not isinstance(caught.value, NotArticlesError)


@pytest.mark.parametrize("name", ["无.jsonl", "无.csv"])
def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with pytest.raises(CorpusError, match=f"^{path}: no such file"):
        survey(path)
    path.mkdir()
    with pytest.raises(CorpusError, match=f"^{path}: this is a directory"):
        survey(path)


@pytest.mark.parametrize("encoding", ["nonsense", "base64", "punycode", "idna", "undefined"])
@pytest.mark.parametrize("name", ["文.jsonl", "文.csv"])
def test_an_encoding_that_is_none_is_a_fault(write: Write, name: str, encoding: str) -> None:
    path = write(["title"], ["é"], name=name) if name.endswith("csv") else write({"title": "甲"})
    with pytest.raises(CorpusError, match=f"^{path}: "):
        parsed(path, encoding=encoding)


def test_discovery_tells_files_that_were_named(tmp_path: Path, write: Write) -> None:
    named, met = write({"title": "甲"}), write(["title"], name="表.csv")
    (tmp_path / "x.txt").write_text("x")
    found = discover([named, tmp_path])
    assert set(found.files) == {named, met, tmp_path / "x.txt"}
    assert found.named == {named}


# Repeats


def test_repeats_within_a_file(write: Write) -> None:
    same = {"title": "甲", "body": "乙"}
    lines = [same, {"title": "丙", "id": "x"}, same, {"title": "丁", "id": "x"}, same]
    path = write(*lines)
    for size in (1, 1 << 18):
        parts = list(distinct(parsed(path, characters=size)))
        found = [(a.id, a.line_start) for part in parts for a in part.articles]
        base = found[0][0]
        assert found == [(base, 1), ("x", 2), (repeated_id(base, 1), 3), (repeated_id(base, 2), 5)]
        (fault,) = [fault for part in parts for fault in part.faults]
        assert fault == f"{path}:4: the id 'x' is that of an article before, and this one is left out"


def test_a_repeated_id_is_the_same_as_in_a_newsletter() -> None:
    brief = make_article("乙", title="甲", untitled=False)
    base = article_id(brief)
    assert [named.id for named in with_ids([brief, brief])] == [repeated_id(base, 0), repeated_id(base, 1)]
    assert repeated_id(base, 0) == base
    assert len({repeated_id(base, n) for n in range(100)}) == 100


# Our own output


def own(document: Document, path: Path) -> list[Article]:
    """The articles of a document as they should be when they come back from a file without sources and lines."""
    return [replace(a, source=str(path), line_start=0, line_end=0) for a in document.articles]


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_what_parse_writes_is_read_again(sample: Path, write: Write) -> None:
    document = read(sample)
    path = write(*map(dump, document_records(document)))
    again = read(path)
    assert own(again, path) == own(document, path)
    assert again.warnings == ()


@pytest.mark.parametrize("name", ["果.jsonl", "果.csv"])
def test_what_search_writes_is_read_again(tmp_path: Path, name: str) -> None:
    document = read(min(SAMPLES.glob("*.txt")))
    results = Searcher(build_index(tmp_path / ".wensou", list(document.articles))).search("农业", limit=100)
    assert results.hits
    form = jsonl if name.endswith("jsonl") else csv_table
    path = tmp_path / name
    path.write_text("".join(form(results, HIT_FIELDS, "\n")), encoding="utf-8")
    again = read(path)
    assert again.warnings == ()
    kept = ("id", "title", "section", "unit", "author", "regions", "date")
    assert [[getattr(a, key) for key in kept] for a in again.articles] == [
        [getattr(hit.article, key) for key in kept] for hit in results.hits
    ]
    assert [a.issue.title for a in again.articles] == [
        hit.article.issue.title if form is jsonl else hit.article.issue.label for hit in results.hits
    ]


# Any content


_TEXTS = st.text(st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("\n\r\t\",;'")), max_size=30)
_GOOD = st.fixed_dictionaries({"title": _TEXTS.filter(str.strip)}, optional={"body": _TEXTS, "unit": _TEXTS})
_BAD = st.sampled_from(
    ['{"title": 1', "[]", '{"title": []}', '{"unit": "a"}', '{"title": "a", "title": "b"}', "\ufffe"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(_GOOD, _BAD, st.just("")), max_size=20), st.sampled_from([1, 50, 1 << 18]), st.booleans())
def test_every_good_line_is_kept_and_every_bad_one_named(
    tmp_path: Path, lines: list[Any], size: int, is_escaped: bool
) -> None:
    path = tmp_path / "文.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=is_escaped) for line in lines]
    path.write_text('{"title": "首"}\n' + "\n".join(texts), encoding="utf-8", newline="")
    parts = parsed(path, characters=size)
    good = [number for number, line in enumerate(lines, 2) if isinstance(line, dict)]
    bad = [number for number, line in enumerate(lines, 2) if isinstance(line, str) and line]
    assert [a.line_start for part in parts for a in part.articles] == [1, *good]
    assert [int(fault.removeprefix(f"{path}:").split(":")[0]) for part in parts for fault in part.faults] == bad


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(_TEXTS.filter(str.strip), _TEXTS, _TEXTS), max_size=12),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from([1, 1 << 18]),
)
def test_tables_come_back_as_they_were(
    tmp_path: Path, rows: list[tuple[str, str, str]], delimiter: str, end: str, encoding: str, size: int
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("title", "body", "author"), *rows])
    path = tmp_path / "表.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    parts = parsed(path, characters=size)
    assert [fault for part in parts for fault in part.faults] == []
    assert [(a.title, a.body, a.author) for part in parts for a in part.articles] == [
        (_one_line(title), _tidy(body), _one_line(author) or None) for title, body, author in rows
    ]


def _tidy(cell: str) -> str:
    cell = cell[1:] if cell.startswith(("'=", "'+", "'-", "'@")) else cell
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def _one_line(cell: str) -> str:
    tidy = _tidy(cell)
    return " ".join(tidy.split()) if "\n" in tidy else tidy


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([b"", b"title,body\n", b'"title";"body"\r\n', b'{"title": "a"}\n', b"\xff\xfet\0i\0t\0l\0e\0\n\0"]),
    st.one_of(st.binary(max_size=80), st.text('",;\n\r\t\0甲{}:[]\\u0', max_size=60).map(str.encode)),
    st.sampled_from([".jsonl", ".csv"]),
    st.sampled_from([None, "gb18030", "utf-16", "utf-7", "big5"]),
    st.sampled_from([5, 20, 1 << 18]),
)
def test_any_bytes_are_articles_or_faults(
    tmp_path: Path, head: bytes, data: bytes, suffix: str, encoding: str | None, longest: int
) -> None:
    path = tmp_path / f"任{suffix}"
    path.write_bytes(head + data)
    parts = []
    with suppress(CorpusError):
        parts = parsed(path, encoding, longest=longest)
    for part in parts:
        for article in part.articles:
            "".join(filter(None, (article.id, article.title, article.body, article.unit))).encode()
            assert article.title


# The command line and the page


def test_parse_prints_articles_and_names_bad_lines(write: Write, tmp_path: Path) -> None:
    path = write({"title": "甲", "id": "1"}, "[]", {"title": "乙", "id": "1"})
    done = wensou("parse", path.name, cwd=tmp_path)
    assert done.returncode == 2
    assert [(r["kind"], r["id"]) for r in map(json.loads, done.stdout.splitlines())] == [("article", "1")]
    assert [line[:17] for line in done.stderr.splitlines()] == ["wensou: 文.jsonl:2", "wensou: 文.jsonl:3"]
    outline = wensou("parse", "--format", "text", path.name, cwd=tmp_path)
    assert "1. 甲\n" in outline.stdout
    assert outline.stderr == done.stderr


def test_parse_is_clean_where_the_file_is(write: Write, tmp_path: Path) -> None:
    path = write(["标题", "正文"], ["甲", "乙"], name="表.csv")
    done = wensou("parse", path.name, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_parse_names_a_file_without_articles(write: Write, tmp_path: Path) -> None:
    path = write(["name"], ["甲"], name="表.csv")
    done = wensou("parse", path.name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("wensou: 表.csv: no column title (标题)")


PAGE: Final = PROJECT / "docs" / "ready-articles.md"


def test_every_field_is_on_the_page() -> None:
    documented = {row[0]: tuple(row[1].split()) for row in rows_of(PAGE, "field", "other names")}
    assert documented == FIELDS


@pytest.mark.parametrize(("line", "said"), [tuple(row) for row in rows_of(PAGE, "line", "said")])
def test_bad_lines_are_told_as_the_page_says(write: Write, line: str, said: str) -> None:
    assert faults(write({"title": "甲"}, line)) == [f"2: {said}"]


@pytest.mark.parametrize("language", ["json", "csv"])
def test_the_examples_on_the_page_are_read(write: Write, language: str) -> None:
    (example,) = fenced(PAGE, language)
    document = read(write(example.encode(), name={"json": "例.jsonl", "csv": "例.csv"}[language]))
    assert document.warnings == ()
    first, second, *others = document.articles
    assert (first.title, first.body) == ("容县召开农业保险工作会议", "第一段。\n第二段。")
    assert (first.unit, first.regions, first.date) == (
        "容县农业农村局",
        ("广西壮族自治区/玉林市/容县",),
        "2022-09-15",
    )
    assert (second.title, second.body) == ("简讯", "七星区参保28万份。")
    if language == "json":
        assert (second.id, second.regions) == ("2022-10/7", ("广西壮族自治区/桂林市/七星区",))
        assert [(a.title, a.untitled, a.issue.label) for a in others] == [
            ("北海市举办农技培训班", True, "农技通讯 第3期")
        ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text('甲",\n', min_size=1, max_size=12), max_size=12), st.sampled_from([1, 1 << 18]))
def test_every_line_of_a_table_is_accounted_for(tmp_path: Path, rows: list[str], size: int) -> None:
    """Each line that is not blank lies in an article or in what a fault names, wherever quotation marks stand."""
    path = tmp_path / "表.csv"
    path.write_text("title,body\n" + "\n".join(rows), encoding="utf-8", newline="")
    told: set[int] = {1}
    for piece in batches(path, "文", survey(path), characters=size):
        for first, last, _ in piece.rows:
            assert not told & set(range(first, last + 1))
            told |= set(range(first, last + 1))
    lines = path.read_text(encoding="utf-8").split("\n")
    assert {number for number, line in enumerate(lines, 1) if line} <= told
