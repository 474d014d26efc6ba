"""Files are read, or the fault names the file, what is wrong and what to do; articles have stable names."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import SUFFIXES, CorpusError, Issue, read
from corpus.identity import article_id, with_ids
from tests.support.indexes import article

_TEXT = "容县召开工作会议\n\n9月22日，容县召开工作会议，各乡镇六十多人参加了会议。\n"


def test_a_text_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "甲.TXT"
    path.write_bytes(_TEXT.encode("gb18030"))
    document = read(path, source="甲")
    assert [(a.title, a.source) for a in document.articles] == [("容县召开工作会议", "甲")]


def test_bytes_already_at_hand_are_read(tmp_path: Path) -> None:
    assert read(tmp_path / "乙.txt", data=_TEXT.encode()).articles[0].title == "容县召开工作会议"


def test_an_unknown_type_lists_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "表.xls"
    path.write_bytes(b"")
    with pytest.raises(CorpusError, match=rf"表\.xls: cannot read files of type \.xls; readable are .*\{SUFFIXES[0]}"):
        read(path)


def test_a_file_without_a_suffix_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "README"
    path.write_text(_TEXT, encoding="utf-8")
    with pytest.raises(CorpusError, match="README: cannot read files without a suffix"):
        read(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"无\.txt: no such file"):
        read(tmp_path / "无.txt")


def test_a_name_that_no_file_can_have_is_a_fault() -> None:
    with pytest.raises(CorpusError, match="cannot be read: embedded null byte"):
        read("a\0.txt")


@pytest.mark.parametrize("name", ["目录", "目录.txt"])
def test_a_directory_is_no_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(CorpusError, match=f"{name}: this is a directory"):
        read(tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "密.txt"
    path.write_text(_TEXT, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(CorpusError, match=r"密\.txt: no permission"):
        read(path)


@pytest.mark.parametrize("content", ["", " \n\u3000\n", "\ufeff"])
def test_a_file_without_text_is_a_fault(tmp_path: Path, content: str) -> None:
    path = tmp_path / "空.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"空\.txt: no text"):
        read(path)


def test_ids_do_not_depend_on_the_path_or_the_neighbours(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text(_TEXT, encoding="utf-8")
    second.write_text("\n\n" + _TEXT, encoding="utf-8")
    assert [a.id for a in read(first).articles] == [a.id for a in read(second).articles]


def test_ids_are_twelve_hexadecimal_characters_and_tell_contents_apart() -> None:
    issue = Issue(title="工作通讯", date="2022-10-18")
    given: list[tuple[str | None, str, str]] = [(None, "ab", "c"), (None, "a", "bc"), ("", "ab", "c")]
    given += [(None, "ab", "c")] * 2
    articles = [
        article(body, section=section, title=title, untitled=False, issue=issue) for section, title, body in given
    ]
    ids = [named.id for named in with_ids(articles)]
    assert len(set(ids)) == len(articles)
    assert all(len(i) == 12 and set(i) <= set("0123456789abcdef") for i in ids)
    assert ids[0] == article_id(articles[0])
    assert ids[0] != article_id(replace(articles[0], issue=Issue(title="工作通讯", date="2022-11-18")))
