"""Files of ready articles in any encoding and size, and files that are none."""

from __future__ import annotations

import json
import tracemalloc
from hashlib import blake2b
from pathlib import Path

import pytest

from corpus import CorpusError, read
from corpus.errors import NotArticlesError
from corpus.files import discover
from corpus.ready import Batch, articles, batches, survey
from tests.ready.support import Write, parsed, table

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
