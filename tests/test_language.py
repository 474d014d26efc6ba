"""Which language messages are in, and that the Chinese ones are all there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import language
from corpus.language import language_of, speak, tr, trn
from tests.support.program import wensou


@pytest.fixture
def chinese() -> Iterator[None]:
    speak("zh")
    yield
    speak("en")


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX", "LANGUAGE": "zh_CN"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.GB18030"}, "zh"),
        ({"LANG": "zh"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LC_MESSAGES": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "", "LANGUAGE": ""}, "zh"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en:zh"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:zh_CN"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "WENSOU_LANGUAGE": "en"}, "en"),
        ({"LC_ALL": "C", "WENSOU_LANGUAGE": "zh"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "WENSOU_LANGUAGE": ""}, "zh"),
    ],
    ids=str,
)
def test_the_environment_chooses_the_language(environment: dict[str, str], spoken: str) -> None:
    assert language_of(environment) == spoken


def test_english_messages_are_as_they_are_written() -> None:
    assert tr("{name} is no command", name="x") == "x is no command"
    assert tr("as {it} is") == "as {it} is"
    assert [trn("{count} file", "{count} files", number) for number in (0, 1, 2)] == ["0 files", "1 file", "2 files"]


def test_programs_get_english_until_they_ask(chinese: None) -> None:
    assert tr("Commands") == "命令"
    speak("en")
    assert tr("Commands") == "Commands"
    assert language.language() == "en"


def test_clicks_own_words_are_chinese_too(tmp_path: Path) -> None:
    done = wensou("search", "--format", "pdf", "x", cwd=tmp_path, LANG="zh_CN.UTF-8")
    assert done.returncode == 2
    assert "用法：wensou search" in done.stderr
    assert "“pdf”不在可选值之内" in done.stderr


def test_a_chosen_language_goes_before_the_locale(tmp_path: Path) -> None:
    done = wensou("search", "--help", cwd=tmp_path, LANG="zh_CN.UTF-8", WENSOU_LANGUAGE="en")
    assert done.stdout.startswith("Usage: wensou search")
    assert wensou("search", "--help", cwd=tmp_path, WENSOU_LANGUAGE="zh").stdout.startswith("用法：wensou search")
