"""Which language messages are in, and that the Chinese ones are all there."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click
import pytest
from babel.messages.catalog import Catalog
from rich.cells import cell_len

from corpus import language
from corpus.language import language_of, said, shown, speak, tr, trn
from scripts.make_translations import (
    COMPILED,
    MARKS,
    OTHERS,
    PACKAGES,
    SOURCE,
    as_text,
    compiled,
    faults,
    marked_messages,
    read,
    updated,
)
from search.cli import COMMANDS, cli, run
from search.cli.help import translated
from search.ingest.steps import Step, Workers
from tests.support.places import PROJECT
from tests.support.program import environment, wensou


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


# The catalogue


def test_every_message_is_translated_with_the_same_fields() -> None:
    assert list(faults(updated())) == []


def test_the_catalogue_is_fresh() -> None:
    advice = "run: python -m scripts.make_translations"
    assert SOURCE.read_bytes() == as_text(updated()), advice
    assert COMPILED.read_bytes() == compiled(), advice


def test_a_translation_with_other_fields_is_a_fault() -> None:
    catalogue = Catalog(locale="zh")
    catalogue.add("{path} is no file", "{name} 不是文件")
    catalogue.add(("{count} file", "{count} files"), ("文件",))
    catalogue.add("nothing found", "")
    assert [fault.partition(":")[0] for fault in faults(catalogue)] == [
        "other fields",
        "other fields",
        "not translated",
    ]


def test_messages_within_strings_are_found() -> None:
    source = "f'{tr(\"one\")}' + trn('a file', '{count} files', n) + tr(other) + later('two' ' three')"
    assert set(marked_messages(source)) == {"one", ("a file", "{count} files"), "two three"}


# What Click says to programmers, and where there is neither a prompt nor a choice of a programmer's.
_NEVER_SEEN: Final = re.compile(
    "Error|defined twice|Boolean option|determine name|No options defined|Arguments take|DeprecationWarning|iterable|"
    "unknown error|Could not open|Invalid start|deprecated|Show the version|%|Choice|format|UUID|executable|Windows|"
    "values are required|Takes"
)


@pytest.mark.parametrize("module", ["core", "exceptions", "formatting", "parser", "types"])
def test_click_says_nothing_that_is_not_translated(module: str) -> None:
    source = Path(click.__file__).with_name(f"{module}.py").read_text(encoding="utf-8")
    said = marked_messages(source.replace("ngettext(", "trn(").replace("_(", "tr("))
    others = read(OTHERS)
    missing = [text for text in said if text not in others and not _NEVER_SEEN.search(str(text))]
    assert missing == []


# What a user sees

# Several words in a row, which no name has.
_ENGLISH: Final = re.compile(r"[A-Za-z]+(?: [a-z]+){2,}")
# What is to be typed, and names of libraries.
_TYPED: Final = re.compile(r"wensou [a-z -]+|\$\(wensou.*|sqlite|Rich Text Format")


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_help_has_no_english(name: str | None, chinese: None) -> None:
    context = translated(cli).make_context("wensou", [], resilient_parsing=True)
    command = context.command
    if name is not None:
        found = cli.get_command(context, name)
        assert found is not None
        command = found
        context = command.make_context(name, [], parent=context, resilient_parsing=True)
    text = command.get_help(context)
    assert "选项：" in text
    assert _ENGLISH.findall(_TYPED.sub("", text)) == []


@pytest.mark.parametrize("columns", [40, 80])
def test_help_fits_the_terminal(columns: int, chinese: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for name in COMMANDS:
        context = click.Context(translated(cli), info_name="wensou")
        command = cli.get_command(context, name)
        assert command is not None
        text = command.get_help(command.make_context(name, [], parent=context, resilient_parsing=True))
        described = text[text.index("选项：") :]
        below = [line for line in described.splitlines() if not line.lstrip().startswith("-")]  # options are not cut
        assert max(map(cell_len, below)) <= columns
        assert not re.search(r"^\s*[，。、；：）”]", described, re.MULTILINE)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["idnex", "x"],
        ["search"],
        ["search", "--sort", "x", "农业"],
        ["search", "--nothing"],
        ["search", "农业", "--limit", "0"],
        ["search", "农业", "--limit", "many"],
        ["search", "农业", "--region"],
        ["search", "农业", "--since", "yesterday"],
        ["search", "没有的词", "--section", "没有的栏目"],
        ["search", "没有的词", "--region", "火星"],
        ["search", "农业 (保险"],
        ["search", "农业", "--index", "nowhere"],
        ["search", "农业", "--explain", "--format", "text"],
        ["show", "f00"],
        ["remove", "f00"],
        ["parse", "nothing.txt"],
        ["parse", "--format", "text", "通讯/农技通讯-2023-05.txt"],
        ["parse", "--format", "html", "通讯/农技通讯-2023-05.txt"],
        ["index", "--dry-run", "通讯"],
        ["index", "--engine", "tantivy", "通讯"],
        ["status"],
        ["status", "--check"],
        ["config"],
        ["analyze", "农业"],
    ],
    ids=" ".join,
)
def test_what_a_command_says_has_no_english(
    arguments: list[str], office: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(office)
    monkeypatch.setenv("WENSOU_LANGUAGE", "zh")
    monkeypatch.setenv("LANGUAGE", "")
    try:
        run(arguments)
    finally:
        speak("en")
    out, err = capsysbinary.readouterr()
    text = re.sub(r"<style>.*?</style>|<[^>]*>|--fields.*", "", (out + err).decode(), flags=re.DOTALL)
    assert re.search("[\u4e00-\u9fff]", text)
    assert _ENGLISH.findall(_TYPED.sub("", text)) == []


@pytest.mark.parametrize(
    "arguments", [["search", "农业保险", "--explain", "--format", "json"], ["parse", "通讯/闽乡通讯-2023-10.txt"]]
)
def test_what_machines_read_is_in_no_language(arguments: list[str], office: Path) -> None:
    assert wensou(*arguments, cwd=office, LANG="zh_CN.UTF-8").stdout == wensou(*arguments, cwd=office).stdout


def test_explanations_are_english_for_programs_and_shown_in_chinese(chinese: None) -> None:
    message = said(
        "{text} in {fields}", text=said("{parts} at most {slack} apart", parts="农 业", slack=5), fields="title"
    )
    assert message == "农 业 at most 5 apart in title"
    assert shown(message) == "title 中有 农 业 相距至多 5"
    assert shown("idf") == "idf"


def _say_there(_: Any, __: Any) -> str:
    return tr("nothing found")


def test_other_processes_speak_the_same_language(chinese: None) -> None:
    said_there: list[str] = []
    workers = Workers(2)
    try:
        workers.take([Step(said_there.append, None, _say_there)] * 2, len)  # type: ignore[arg-type]
    finally:
        workers.close()
    assert said_there == ["没有找到"] * 2


@pytest.mark.parametrize(("spoken", "opened"), [("en", 0), ("zh", 1)])
def test_a_language_costs_the_opening_of_one_file_and_english_nothing(spoken: str, opened: int, office: Path) -> None:
    probe = (
        "import sys; opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None)\n"
        "from search.cli import run; run(['list', '--help'])\n"
        "print(sum('locale' in name and name.endswith('.mo') for name in opened), 'search.cli.help' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=office,
        env=environment(WENSOU_LANGUAGE=spoken),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines()[-1] == f"{opened} {bool(opened)}"


# Errors that programmers see alone, or that Python raises and their text is no message.
_FOR_PROGRAMMERS: Final = {
    "AttributeError",
    "AssertionError",
    "FrozenInstanceError",
    "IndexError",
    "KeyError",
    "OSError",
    "TypeError",
    "ValueError",
}
_TELLS: Final = {"note", "_refuse", "_fault", "UsageError", "BadParameter", "QueryError"}


def unmarked(source: str) -> Iterator[str]:
    """Texts that are told to a person and are no messages: arguments of errors and notices, but for those of `tr`."""

    def texts(node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            return
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        for child in ast.iter_child_nodes(node):
            yield from texts(child)

    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in _TELLS or (name.endswith("Error") and name not in _FOR_PROGRAMMERS):
                yield from (text for arg in node.args for text in texts(arg) if re.search("[a-z]{2,} [a-z]{2,}", text))


def test_texts_that_are_no_messages_are_noticed() -> None:
    assert list(unmarked('raise CorpusError(f"{path}: no such file")')) == [": no such file"]
    assert list(unmarked('note(tr("no such file") + other("as it were"))')) == ["as it were"]


@pytest.mark.parametrize("package", PACKAGES)
def test_what_errors_and_notices_tell_is_a_message(package: str) -> None:
    for path in (PROJECT / package).rglob("*.py"):
        assert list(unmarked(path.read_text(encoding="utf-8"))) == [], f"{path}: write tr(...) of corpus.language"
