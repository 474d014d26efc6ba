"""Files of an index are damaged, one at a time; then it is searched, checked and made anew."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Final

from tests.crash.children import Ended, Program
from tests.crash.operations import NEW, OLD, copy, write
from tests.crash.trials import Figures

# Searches by each of the ways there are: terms, grams, keywords, columns, records.
SEARCHES: Final = (
    ("search", "夏收", "--format", "ids", "-n", "50"),
    ("search", '"冬修第3次"', "--sort", "source", "--format", "ids", "-n", "50"),
    ("show", "c07"),
    ("list", "sources"),
)
_REBUILD: Final = ("index", "--jobs", "1", "--rebuild", ".")
# Names that are not the same in any two indexes.
_RANDOM: Final = re.compile(r"[0-9a-f]{32}|(?<=MAIN_)[0-9a-z]{16}|(?<=dictionary-)[0-9a-f]{16}")


def _make_directory(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "x").touch()


# What becomes of a file, and how that is called.
KINDS: Final[dict[str, Callable[[Path], object]]] = {
    "missing": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "a directory": _make_directory,
    "of another kind": lambda path: path.write_bytes(b"PK\3\4" + bytes(range(256)) * 20),
}


class Damages:
    """Damages to an index of one engine, in a folder of its own."""

    def __init__(self, folder: Path, engine: str, seed: int) -> None:
        self._dice = random.Random(f"{engine} {seed}")
        self._engine = engine
        self._template = folder / "template"
        self._folder = folder / "trial"
        self.figures = Figures()
        self._template.mkdir()
        for files in (OLD, NEW):  # so that there are several segments, and deletions
            write(self._template, files)
            assert self._program(self._template, ("index", "--engine", engine, "--jobs", "1", ".")).status == 0
        self._files = sorted(
            path.relative_to(self._template) for path in (self._template / ".wensou").rglob("*") if path.is_file()
        )
        copy(self._template, self._folder)
        self._sound = list(self._answers())
        assert all(answer.status == 0 for answer in self._sound), self._sound
        assert self._check().status == 0

    def flips(self, count: int) -> None:
        """Changes single bytes, as many in each file."""
        files = [file for file in self._files if (self._template / file).stat().st_size]
        for number in range(count):
            file = files[number % len(files)]
            copy(self._template, self._folder)
            data = bytearray((self._folder / file).read_bytes())
            place = self._dice.randrange(len(data))
            data[place] ^= self._dice.randrange(1, 256)
            (self._folder / file).write_bytes(data)
            self._judge(file, f"byte {place} changed")

    def wrecks(self, count: int) -> None:
        """Does to each kind of file what `KINDS` has, so many times at most, and makes the index anew."""
        files = {_kind(file): file for file in self._files}.values()
        for file, what in self._dice.sample(pairs := [*product(files, KINDS)], min(count, len(pairs))):
            copy(self._template, self._folder)
            KINDS[what](self._folder / file)
            self._judge(file, what)
            self._rebuild(f"{_kind(file)} {what}")

    def _judge(self, file: Path, what: str) -> None:
        answers = list(self._answers())
        checked = self._check()
        same = all(answer == sound for answer, sound in zip(answers, self._sound, strict=True) if answer.status != 2)
        searched = "right" if same else "WRONG"
        if any(answer.status == 2 for answer in answers):
            searched = "noticed"
        if any("panicked" in answer.said for answer in answers):
            searched = "noticed in Rust's words too"
        detected = "faults" if checked.status == 2 else "sound"
        self.figures.counts[f"{_kind(file)}: {searched} when used, {detected} by --check"] += 1
        for wrong in self._wrongs(answers, checked, same=same):
            self.figures.wrong.append(f"{self._engine} {file}, {what}: {wrong}")

    def _wrongs(self, answers: list[Ended], checked: Ended, *, same: bool) -> Iterator[str]:
        for ended in (*answers, checked):
            if ended.status not in {0, 1, 2} or "Traceback" in ended.said:
                yield f"ended with {ended.status}: {ended.said}"
            if ended.status == 2 and not re.search(r"wensou index|remove it", ended.said):
                yield f"no way out: {ended.said}"
        if "panicked" in checked.said:
            yield f"checked by what is damaged: {checked.said}"
        if not same and checked.status != 2:
            yield "wrong answers that --check does not notice"

    def _answers(self) -> Iterator[Ended]:
        return (self._program(self._folder, arguments) for arguments in SEARCHES)

    def _check(self) -> Ended:
        return self._program(self._folder, ("status", "--check"))

    def _rebuild(self, what: str) -> None:
        ended = self._program(self._folder, (*_REBUILD, "--engine", self._engine))
        if ended.status != 0 or self._check().status != 0 or list(self._answers()) != self._sound:
            self.figures.wrong.append(f"{self._engine} {what}: not made anew: {ended.said} {self._check().said}")

    @staticmethod
    def _program(folder: Path, arguments: tuple[str, ...]) -> Ended:
        return Program(folder, arguments).wait()


def _kind(file: Path) -> str:
    """The name of a file without what is random in it."""
    return re.sub(r"\d+", "N", _RANDOM.sub("X", file.relative_to(".wensou").as_posix()))
