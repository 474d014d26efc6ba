"""Streams that are closed, full, or read no further: every command ends quietly, with the right exit status."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.support.served import Done, served

# Every command that writes to standard output, in every form; ID and FILE are an article and a file.
COMMANDS: Final = (
    "--help",
    "--version",
    "search --help",
    *(f"search 农业 --format {name}" for name in ("text", "json", "jsonl", "csv", "tsv", "ids", "paths")),
    "search 农业 --format csv --excel",
    "search 农业 --format ids -0",
    "search 农业 --color always",
    "search 农业 --count",
    "search 农业 --explain",
    *(f"search 农业 --count-by region --format {name}" for name in ("text", "json", "jsonl", "csv", "tsv")),
    "search --batch",
    "show ID",
    "show ID --format json",
    "show ID --color always",
    *(f"list regions --format {name}" for name in ("text", "json", "jsonl", "csv", "tsv")),
    "parse FILE",
    "parse FILE --format text",
    "parse FILE --format html",
    "analyze 农业保险",
    "analyze 农业保险 --format json",
    "status",
    "status --format json",
    "status --check",
    "config",
    "config --format json",
    "completion bash",
    "completion zsh",
    "completion fish",
    "index 通讯",
    "index --dry-run 通讯",
)
# Nothing found, and faults of each kind.
FAILING: Final = (
    ("search '\"没有的词语\"'", 1),
    ("search (", 2),
    ("search 农业 --format xml", 2),
    ("show zzzz", 2),
    ("remove zzzz", 2),
    ("parse 无.txt", 2),
    ("index 无.txt", 2),
    ("serach 农业", 2),
)


@pytest.fixture(scope="module")
def article(office: Path) -> str:
    return served("search", "农业", "--format", "ids", "-n", "1", cwd=office).out.strip()


def run(command: str, office: Path, article: str, **streams: int | None) -> Done:
    words = {"ID": article, "FILE": str(next((office / "通讯").glob("*.txt"))), "'\"没有的词语\"'": '"没有的词语"'}
    numbers = {"stdin": 0, "stdout": 1, "stderr": 2}
    return served(
        *(words.get(word, word) for word in command.split()),
        cwd=office,
        stdin="农业\n" * 3,
        streams={numbers[name]: file for name, file in streams.items()},
    )


@contextmanager
def full() -> Iterator[int]:
    """A file on a disk that is full."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    file = os.open("/dev/full", os.O_WRONLY)
    yield file
    os.close(file)


@contextmanager
def unread() -> Iterator[int]:
    """A pipe that nobody reads any more."""
    reading, writing = os.pipe()
    os.close(reading)
    yield writing
    os.close(writing)


@pytest.mark.parametrize("command", COMMANDS)
def test_whatever_streams_there_are(command: str, office: Path, article: str) -> None:
    whole = run(command, office, article)
    assert (whole.status, whole.err) == (0, "")
    assert whole.out
    with full() as disk:
        done = run(command, office, article, stdout=disk)
        assert (done.status, done.err) == (2, "wensou: No space left on device\n")
        assert run(command, office, article, stdout=disk, stderr=disk).status == 2
    with unread() as pipe:
        assert run(command, office, article, stdout=pipe) == Done(0, "")
    assert run(command, office, article, stderr=None) == Done(0, whole.out)
    if "--batch" in command:
        done = run(command, office, article, stdin=None)
        assert (done.status, "reads standard input" in done.err) == (2, True)
    else:
        assert run(command, office, article, stdin=None) == Done(0, whole.out)
        assert run(command, office, article, stdin=None, stdout=None, stderr=None) == Done(0, "")


@pytest.mark.parametrize(("command", "status"), FAILING)
def test_faults_whatever_streams_there_are(command: str, status: int, office: Path, article: str) -> None:
    whole = run(command, office, article)
    assert (whole.status, "Traceback" in whole.err) == (status, False)
    assert (whole.out != "") == command.startswith("index")
    assert run(command, office, article, stdin=None, stdout=None, stderr=None) == Done(status, "")
    with full() as disk, unread() as pipe:
        for stream in (None, disk, pipe):
            assert run(command, office, article, stderr=stream) == Done(status, whole.out)
