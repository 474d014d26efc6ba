"""What a process may be doing to an index when it is cut off, and what the index holds before and after."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from tests.crash.children import Program

# Articles by id: their text. None where there is no index.
State: TypeAlias = "dict[str, str] | None"
# Files of ready articles by name: ids and the word that their texts have.
Files: TypeAlias = "dict[str, tuple[Sequence[str], str]]"

COUNT: Final = 30


def _ids(letter: str, count: int = COUNT) -> list[str]:
    return [f"{letter}{number:02}" for number in range(count)]


OLD: Final[Files] = {"甲.jsonl": (_ids("a"), "春耕"), "乙.jsonl": (_ids("b"), "秋收")}
NEW: Final[Files] = {"甲.jsonl": (_ids("a", COUNT // 2), "夏收"), "丙.jsonl": (_ids("c"), "冬修")}


def text(name: str, word: str) -> str:
    """The text of an article: much of it its own, so that files are not all alike."""
    return "".join(f"{name}村{word}第{number}次。" for number in range(8))


def state(files: Files) -> dict[str, str]:
    """The articles of files."""
    return {name: text(name, word) for ids, word in files.values() for name in ids}


def write(folder: Path, files: Files) -> None:
    """Writes files in the place of those that are there."""
    for path in folder.glob("*.jsonl"):
        path.unlink()
    for file, (ids, word) in files.items():
        lines = (json.dumps({"id": name, "title": name, "body": text(name, word)}, ensure_ascii=False) for name in ids)
        (folder / file).write_text("\n".join(lines) + "\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Operation:
    """A command, run in a folder with an index of `before` and with the files of `after`."""

    name: str
    arguments: tuple[str, ...]
    before: State
    after: State
    files: Files
    # What is run after it was cut off, where that is not the command itself.
    mending: tuple[str, ...] = ()

    def prepare(self, folder: Path, engine: str) -> None:
        """Makes the folder in which it is run."""
        folder.mkdir()
        if self.before is not None:
            write(folder, OLD)
            assert Program(folder, ("index", "--engine", engine, "--jobs", "1", ".")).wait().status == 0
        write(folder, self.files)

    def command(self, engine: str) -> tuple[str, ...]:
        """The command, with the engine where it makes an index."""
        chosen = ("--engine", engine) if self.before is None or "--rebuild" in self.arguments else ()
        return (*self.arguments, *chosen)


_INDEX: Final = ("index", "--jobs", "1", ".")
_KEPT: Final = {"甲.jsonl": OLD["甲.jsonl"]}

OPERATIONS: Final = {
    operation.name: operation
    for operation in (
        Operation("index", _INDEX, None, state(NEW), NEW),
        Operation("update", _INDEX, state(OLD), state(NEW), NEW, _INDEX),
        Operation("remove", ("remove", "乙.jsonl"), state(OLD), state(_KEPT), _KEPT, _INDEX),
        Operation("rebuild", (*_INDEX, "--rebuild"), state(OLD), state(NEW), NEW, _INDEX),
    )
}


def copy(template: Path, folder: Path) -> None:
    """A copy of a prepared folder, times of files included."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)
