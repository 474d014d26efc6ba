"""The names of all divisions, in use and former, and what is known of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeAlias

from corpus.regions.names import short_form
from corpus.script import simplified

_DATA: Final = Path(__file__).parents[1] / "data" / "divisions.json"

# A path that a name may mean, and whether the name is in use (and not a former one).
Candidate: TypeAlias = tuple[str, bool]


class Tables:
    """The content of the data file, by name.

    `full` has what names in full may mean, customary ones (内蒙) and those without their peoples (环江县) among them,
    and `short` what short forms may mean. `hard` and `soft` are the short forms that are ordinary words; `decoys` are
    words that hold one.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        current: dict[str, str] = data["current"]
        paths = _paths(current)
        self.full: dict[str, list[Candidate]] = {}
        self.short: dict[str, list[Candidate]] = {}
        for code, name in current.items():
            self._add(name, (paths[code], True))
        self.aliases: dict[str, str] = {alias: current[code] for alias, code in data["aliases"].items()}
        for alias, code in data["aliases"].items():
            self.full.setdefault(alias, []).append((paths[code], True))
        for name, targets in data["former"].items():
            for target in targets.split():
                self._add(name, (paths.get(target, target), False))
        self.hard = frozenset(data["hard"].split())
        self.soft = frozenset(data["soft"].split())
        self.decoys = frozenset(data["decoys"].split())
        # The characters that make words with one, from before and from behind.
        self.before: dict[str, str] = data["before"]
        self.after: dict[str, str] = data["after"]
        # Of more than one component: a province's name may mean a prefecture as well.
        self.paths = frozenset(path for path in paths.values() if "/" in path)
        self.prefectures = frozenset(path for code, path in paths.items() if code.endswith("00"))

    def _add(self, name: str, candidate: Candidate) -> None:
        self.full.setdefault(name, []).append(candidate)
        short = short_form(name)
        if short == name:
            return
        self.short.setdefault(short, []).append(candidate)
        if "自治" in name:  # 环江县, 恩施州, 鄂温克旗
            self.full.setdefault(short + name[-1], []).append(candidate)

    def plain(self, text: str) -> str:
        """The text in simplified characters, of the same length; 乾县 keeps its 乾, which is no traditional 干."""
        return text if self._traditional.isdisjoint(text) else text.translate(self._simplified)

    @cached_property
    def counties(self) -> frozenset[str]:
        """The short forms that are those of counties alone."""
        return frozenset(
            short
            for short, candidates in self.short.items()
            if not any(path in self.prefectures for path, _ in candidates)
        )

    @cached_property
    def by_beginning(self) -> dict[str, list[str]]:
        """All names and decoys by their first two characters, longest first."""
        table: dict[str, list[str]] = {}
        for name in sorted({*self.full, *self.short, *self.decoys}, key=len, reverse=True):
            table.setdefault(name[:2], []).append(name)
        return table

    @cached_property
    def beginning(self) -> re.Pattern[str]:
        """A character that comes second in a name, behind one that begins a name: so it is in most places where two
        begin one, and in few others. All texts are searched for them, and fewer characters come second than first.
        """
        first, second = ("".join({pair[place] for pair in self.by_beginning}) for place in (0, 1))
        return re.compile(f"[{second}](?<=[{first}].)")

    @cached_property
    def _simplified(self) -> dict[int, int]:
        named = frozenset("".join((*self.full, *self.short)))
        return {code: simple for code, simple in simplified().items() if chr(code) not in named}

    @cached_property
    def _traditional(self) -> frozenset[str]:
        return frozenset(map(chr, self._simplified))


def load() -> Tables:
    """The shipped data."""
    return Tables(json.loads(_DATA.read_text(encoding="utf-8")))


def _paths(names: Mapping[str, str]) -> dict[str, str]:
    """The paths of codes of six digits, in their order: two for the province, two for the prefecture, two for the
    county.
    """
    paths: dict[str, str] = {}
    for code, name in names.items():
        above = paths.get(code[:4] + "00") or paths.get(code[:2] + "0000")
        paths[code] = f"{above}/{name}" if above else name
    return paths


def below(candidates: Iterable[Candidate], parents: Iterable[Candidate]) -> list[Candidate]:
    """Those of the candidates that lie below one of the parents."""
    beginnings = tuple(path + "/" for path, _ in parents)
    return [candidate for candidate in candidates if candidate[0].startswith(beginnings)]
