"""Every good line becomes an article, every bad one a fault with its number, whatever the bytes are."""

from __future__ import annotations

import csv
import io
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import CorpusError
from corpus.ready import batches, survey
from tests.ready.support import parsed
from tests.support.examples import WITH_FIXTURE

_TEXTS = st.text(st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("\n\r\t\",;'")), max_size=30)
_GOOD = st.fixed_dictionaries({"title": _TEXTS.filter(str.strip)}, optional={"body": _TEXTS, "unit": _TEXTS})
_BAD = st.sampled_from(
    ['{"title": 1', "[]", '{"title": []}', '{"unit": "a"}', '{"title": "a", "title": "b"}', "\ufffe"]
)


@settings(suppress_health_check=WITH_FIXTURE)
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


@settings(suppress_health_check=WITH_FIXTURE)
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


@settings(suppress_health_check=WITH_FIXTURE)
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


@settings(suppress_health_check=WITH_FIXTURE)
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
