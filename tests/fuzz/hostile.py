"""`python -m tests.fuzz.hostile`: documents that try to act on whoever searches them, and all that is shown of them.

Escape sequences, control and bidirectional characters, mark-up, formulas and shell code stand in titles, units,
authors, sections, regions, issues, bodies and names of files, in queries and in settings. Every command shows them in
every format, in a pipe and on a terminal, which must come to nothing but text.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

from search.output.counts import COUNT_FORMATS
from search.output.formats import FORMATS
from search.results import COUNTED
from tests.support.served import served, served_on_terminal
from tests.support.terminal import LIVE, harm

_ACTS: Final = (
    *("\x1b[31m", "\x1b[2J", "\x1b]0;owned\x07", "\x1b]52;c;b3duZWQ=\x07", "\x1b]8;;http://x\x1b\\x\x1b]8;;\x1b\\"),
    *("\x1bc", "\x9b31m", "\x9d0;owned\x9c", "\x90q\x9c", "\x07", "\x08\x08", "\r", "\x0b", "\x0c", "\x0e", "\x7f"),
    *("\x85", "\x1b", "\u202e倒", "\u2066甲\u2069", "\u200f", "\u061c", "\u2028", "\ufeff", "\U000e0041"),
    *("[bold red]x[/]", "[link=http://x]y[/link]", ":smile:", "<script>alert(1)</script>", "{0}", "%s", "$(touch a)"),
    *("=1+1", "+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "\t=1", '"', "'", "`id`", ";", "|", "\\"),
    *("/../..", "\\033[31m"),
)  # fmt: skip
_WORDS: Final = ("农户", "培训班", "关爱保险", "容县", "水稻", "A1", " ")
# Settings, most of which cannot be used.
_SETTINGS: Final = tuple(
    f"[search]\n{line}\n"
    for line in (r'"\u001b[2J" = 1', r'unit = "\u001b]0;owned\u0007"', r'limit = "\u202e1"', '"[bold]x" = "\\u009b31m"')
)
# What every document holds, so that all of them are found.
_COMMON: Final = "农户"
# Articles in a file of ready ones, and documents of which one is such a file's.
_LINES: Final = 100
_FORMULA: Final = ("=", "+", "-", "@")
_NOT_IN_NAMES: Final = "/\0"
_LONGEST_NAME: Final = 60


def hostile(random: Random, most: int = 6) -> str:
    """A text of words and of what acts."""
    pieces = (random.choice(random.choice((_ACTS, _WORDS))) for _ in range(random.randint(1, most)))
    return "".join(pieces)


def write(folder: Path, count: int, seed: int) -> None:
    """Writes so many documents: newsletters, a file each, and ready articles, many in a file."""
    random = Random(seed)
    newsletters = count // 10
    for number in range(newsletters):
        _named(folder, random, f"{number}.txt").write_text(_newsletter(random), encoding="utf-8", newline="")
    ready = [_record(random) for _ in range(count - newsletters)]
    for start in range(0, len(ready), _LINES):
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in ready[start : start + _LINES])
        _named(folder, random, f"{start}.jsonl").write_text(lines, encoding="utf-8", newline="")


def _named(folder: Path, random: Random, end: str) -> Path:
    name = "".join(char for char in hostile(random) if char not in _NOT_IN_NAMES)
    return folder / f"{name.lstrip('.')[:_LONGEST_NAME]}{end}"


def _newsletter(random: Random) -> str:
    title, body, unit = (hostile(random).replace("\r", "") for _ in range(3))
    return (
        f"工作通讯\n\n{title}县举办培训班\n\n{body} {_COMMON}参加了这次培训活动，效果很好。\n\n（{unit}农技站 张三）\n"
    )


def _record(random: Random) -> dict[str, Any]:
    record: dict[str, Any] = {name: hostile(random) for name in ("title", "section", "unit", "author", "region")}
    issue = {"title": hostile(random), "number": hostile(random), "publisher": hostile(random)}
    return {**record, "body": f"{hostile(random, 12)}{_COMMON}{hostile(random, 12)}", "issue": issue, "date": "2023-05"}


def commands(folder: Path, found: list[str], random: Random) -> Iterator[list[str]]:
    """What is run: every command in every format, and requests that are hostile themselves."""
    search = ["search", _COMMON, "-n", "100000"]
    files = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    files = random.sample(files, min(len(files), 6))
    yield from ([*search, "--format", name] for name in FORMATS)
    yield from ([*search, "--count-by", field] for field in COUNTED)
    yield from ([*search, "--count-by", "unit", "--format", name] for name in COUNT_FORMATS)
    yield ["search", _COMMON, "--explain"]
    yield from (["list", kind] for kind in ("regions", "sections", "units", "authors", "issues", "sources"))
    yield from (["list", "sources", "--format", name] for name in COUNT_FORMATS)
    yield from (
        ["show", *random.sample(found, min(len(found), 20)), "--no-pager", "--format", name]
        for name in ("text", "json")
    )
    yield ["show", found[0], "--query", _COMMON]
    yield from (["parse", "--format", name, "--", *_there(files)] for name in ("text", "jsonl"))
    yield from (["status"], ["status", "--format", "json"], ["config"], ["config", "--format", "json"])
    for _ in range(min(12, 1 + len(found) // 50)):
        text = hostile(random).replace("/", "")  # else it may name a folder of this machine
        yield from (["search", "--", text], ["search", "-F", "--explain", "--", text], ["analyze", "--", text])
        yield from (["search", f"--{name}", text] for name in ("region", "unit", "issue", "since", "in", "fields"))
        yield from ([text], ["show", text], ["remove", text], ["parse", text], ["index", text], ["list", text])
        yield from (["search", _COMMON, "--format", text], ["search", _COMMON, "--index", text])


def _there(files: list[str]) -> list[str]:
    return [f"./{name}" for name in files]


def faults(folder: Path, seed: int, engine: str) -> Iterator[str]:
    """Indexes what is in a folder, runs the commands, and names what came out alive."""
    done = served("index", "--engine", engine, ".", cwd=folder)
    yield from _judged(["index"], done.out, done.err, terminal=False)
    done = served_on_terminal("index", "--dry-run", ".", cwd=folder)
    yield from _judged(["index", "--dry-run"], done.out, done.err, terminal=True)
    found = served("search", _COMMON, "-n", "100000", "--format", "ids", cwd=folder).out.split()
    for command in commands(folder, found, Random(seed)):
        done = served(*command, cwd=folder)
        raw = ["paths"] if "paths" in command else []  # a script opens them by these names
        yield from _judged(command, "" if raw else done.out, done.err, terminal=False)
        done = served_on_terminal(*command, cwd=folder)
        yield from _judged(command, done.out, done.err, terminal=True)
    for settings in _SETTINGS:
        (folder / ".wensou.toml").write_text(settings, encoding="utf-8")
        for command in (["search", _COMMON], ["config"]):
            done = served_on_terminal(*command, cwd=folder)
            yield from _judged([*command, settings], done.out, done.err, terminal=True)
    (folder / ".wensou.toml").unlink()
    for shell in ("bash", "zsh", "fish"):
        for words in ("wensou show ", "wensou remove ", "wensou search --unit ", "wensou search --region "):
            typed = "" if shell == "fish" else str(words.count(" "))
            done = served(cwd=folder, _WENSOU_COMPLETE=f"{shell}_complete", COMP_WORDS=words, COMP_CWORD=typed)
            yield from _judged([shell, words], done.out, done.err, terminal=False)


def _judged(command: list[str], out: str, err: str, *, terminal: bool) -> Iterator[str]:
    where = f"{command} {'on a terminal' if terminal else 'in a pipe'}"
    alive = harm(out) if terminal else set(LIVE.findall(out.replace("\0", "") + err))
    if alive:
        yield f"{where}: {sorted(alive)!a}"
    if "Traceback" in out + err:
        yield f"{where}: {(out + err)[-500:]!a}"
    if not terminal and "--format" in command[:-1]:
        yield from (f"{where}: {fault}" for fault in _unread(command[command.index("--format") + 1], out))


def _unread(name: str, out: str) -> Iterator[str]:
    """What a program or a spreadsheet reads otherwise than it was written."""
    try:
        if name == "json" and out and not out.startswith('{"id"'):
            json.loads(out)
        elif name == "jsonl":
            for line in out.split("\n")[:-1]:
                json.loads(line)
    except ValueError as fault:
        yield f"no JSON: {fault}"
    if name in {"csv", "tsv"}:
        for row in csv.reader(io.StringIO(out), csv.excel if name == "csv" else csv.excel_tab):
            yield from (
                f"a formula: {cell[:40]!a}" for cell in row if cell.lstrip(" \t\r\n").startswith(("=", "+", "-", "@"))
            )


def main() -> int:
    """Writes documents, runs everything, and prints what came out alive."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="documents")
    parser.add_argument("--seed", type=int, default=1, help="of what is chosen at random")
    parser.add_argument("--engine", default="tantivy")
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        write(Path(name), options.count, options.seed)
        wrong = list(faults(Path(name), options.seed, options.engine))
    print(f"{options.count:,} documents: {len(wrong)} times something came out alive", *wrong[:50], sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
