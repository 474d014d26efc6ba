"""What each command loads: nothing heavy that it does not need. And which package may know which."""

from __future__ import annotations

import ast
import importlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.places import PROJECT, SAMPLES
from tests.support.program import environment, on_terminal, wensou

# Runs the program and then tells, on standard error, which modules it loaded.
PROBE = (
    "import sys; from search.cli import run; status = run(sys.argv[1:]);"
    "import json; sys.stdout.flush(); sys.stderr.write('MODULES' + json.dumps(sorted(sys.modules)))"
)
# Completes, and then tells which modules that took.
COMPLETING = (
    "import sys; from search.cli import run; run(); import json; sys.stderr.write(json.dumps(sorted(sys.modules)))"
)
HEAVY = (
    "jieba", "rjieba", "marisa_trie", "orjson", "tantivy", "whoosh", "rich", "filelock",
    "corpus.regions", "corpus.layout", "corpus.pronunciation", "search.suggest", "search.explain", "index.explanation",
    "search.advice", "search.query.dates", "search.query.filtering", "search.query.regions",
)  # fmt: skip
# Lighter, but still a twentieth of what all of Click takes, or more.
LIGHTER = (
    "csv", "dataclasses", "hashlib", "logging", "pickle", "shlex", "sqlite3", "subprocess", "tempfile",
    "corpus.records", "index.analyzer", "index.engines", "index.facets", "index.plan", "search.output.cells",
    "search.searcher",
)  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    for sample in SAMPLES.glob("*.txt"):
        shutil.copy(sample, folder)
    assert wensou("index", ".", cwd=folder).returncode == 0
    assert wensou("index", ".", "--engine", "tantivy", "--index", "tantivy", cwd=folder).returncode == 0
    (folder / "ready.jsonl").write_text('{"title": "甲", "body": "乙", "date": "2022"}\n', encoding="utf-8")
    return folder


def loaded(home: Path, *arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        cwd=home,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    said, modules = done.stderr.split("MODULES")
    assert said == ""
    return set(json.loads(modules))


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["--help"], ""),
        (["search", "--help"], ""),
        (["list", "regions"], ""),
        (["status"], ""),
        (["show", "FIRST"], "whoosh"),
        (["search", '"农业保险"', "--format", "jsonl"], "whoosh marisa_trie"),
        (["search", "农业保险", "--format", "jsonl"], "whoosh marisa_trie"),
        (["search", "农业保险", "--format", "jsonl", "--index", "tantivy"], "tantivy marisa_trie"),
        (["search", "农业保险 OR 龥龤", "--format", "ids"], "whoosh marisa_trie jieba"),  # words that no dictionary has
        (["search", '"农业保险"', "--count"], "whoosh"),
        (["search", '"农业保险"', "--since", "2023", "--count"], "whoosh search.query.filtering search.query.dates"),
        (["search", "date:2023", "--count"], "whoosh search.query.dates"),
        (
            ["search", "--section", "简讯", "--explain"],
            "whoosh search.query.filtering search.explain index.explanation search.query.dates",
        ),
        (["search", "--section", "简讯", "--format", "ids"], "whoosh search.query.filtering"),
        (
            ["search", "--region", "湖南", "--format", "ids"],
            "whoosh search.query.filtering corpus.regions search.query.regions search.advice",
        ),
        (["parse", "甘农简讯-2024-03.txt"], "corpus.regions corpus.layout"),
        (["parse", "ready.jsonl"], ""),
    ],
    ids=" ".join,
)
def test_only_what_is_needed_is_loaded(home: Path, arguments: list[str], needed: str) -> None:
    first = wensou("search", "农业", "--format", "ids", "-n", "1", cwd=home).stdout.strip()
    modules = loaded(home, *(first if argument == "FIRST" else argument for argument in arguments))
    assert {name for name in HEAVY if name in modules} == set(needed.split())
    assert "whoosh.qparser" not in modules
    assert "pkg_resources" not in modules


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["--help"], ""),
        (["search", "--help"], ""),
        (["completion", "bash"], ""),
        (["list", "regions"], "dataclasses index.facets"),
        (["show", "FIRST", "--index", "tantivy"], "SEARCHING"),
        (["search", "农业保险", "--format", "jsonl", "--index", "tantivy"], "SEARCHING"),
    ],
    ids=" ".join,
)
def test_the_lighter_parts_are_loaded_where_they_are_needed(home: Path, arguments: list[str], needed: str) -> None:
    first = wensou("search", "农业", "--format", "ids", "-n", "1", cwd=home).stdout.strip()
    modules = loaded(home, *(first if argument == "FIRST" else argument for argument in arguments))
    searching = "corpus.records index.analyzer index.engines index.plan search.searcher"
    assert {name for name in LIGHTER if name in modules} == set(needed.replace("SEARCHING", searching).split())


@pytest.mark.parametrize("words", ["wensou ", "wensou show ", "wensou remove ", "wensou search --region "])
def test_completion_opens_no_engine_and_cuts_no_word(home: Path, words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COMPLETING],
        cwd=home,
        env=environment(_WENSOU_COMPLETE="zsh_complete", COMP_WORDS=words, COMP_CWORD=str(words.count(" "))),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout
    modules = set(json.loads(done.stderr))
    assert not modules & {*HEAVY, "search.searcher", "index.analyzer", "index.atoms", "index.plan", "index.writing"}


def test_the_terminal_needs_only_the_light_parts_of_rich(home: Path) -> None:
    probe = PROBE.replace("sys.stderr.write('MODULES'", "open('modules.json', 'w').write(''")
    from tests.support import program

    real = program.WENSOU
    program.WENSOU = [sys.executable, "-c", probe]
    try:
        status, _ = on_terminal("search", "农业保险", cwd=home)
    finally:
        program.WENSOU = real
    modules = set(json.loads((home / "modules.json").read_text()))
    assert status == 0
    assert "rich.console" in modules
    assert not {"rich.markdown", "rich.syntax", "rich.progress", "rich.traceback", "pygments"} & modules


ALLOWED = {
    "corpus": {"corpus"},
    "index": {"index", "corpus"},
    "search": {"search", "index", "corpus"},
    "wensou": {"wensou", "search", "index", "corpus"},
}
# All that the index knows of the corpus: what flows into it, what tells articles apart, and the table of characters
# that both compare by.
RECORDS = {
    "corpus.lazy",
    "corpus.frozen",
    "corpus.records",
    "corpus.errors",
    "corpus.script",
    "corpus.identity",
    "corpus.language",
}


def imports(path: Path) -> set[str]:
    """The modules of ours that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
    return {name for name in found if name.split(".")[0] in ALLOWED}


@pytest.mark.parametrize("package", ALLOWED)
def test_packages_import_in_one_direction(package: str) -> None:
    for path in (PROJECT / package).rglob("*.py"):
        for name in imports(path):
            assert name.split(".")[0] in ALLOWED[package], f"{path} imports {name}"
            if package == "index" and name.startswith("corpus"):
                assert name in RECORDS, f"{path} imports {name}"


def test_only_the_command_line_prints() -> None:
    for package in ("corpus", "index", "search"):
        for path in (PROJECT / package).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if "search/cli" not in path.as_posix() and "search/output" not in path.as_posix():
                assert "sys.stdout" not in text, path
                assert "sys.stderr" not in text, path
                assert "print(" not in text, path


@pytest.mark.parametrize("package", ["corpus", "index", "search", "wensou"])
def test_public_names_exist(package: str) -> None:
    module = __import__(package)
    assert sorted(module.__all__) == sorted(set(module.__all__))
    for name in module.__all__:
        assert getattr(module, name).__doc__ or name.isupper(), f"{package}.{name} has no docstring"


@pytest.mark.parametrize("package", ["corpus", "index", "search", "search.query", "wensou"])
def test_every_public_name_is_there(package: str) -> None:
    module = importlib.import_module(package)
    for name in module.__all__:
        assert getattr(module, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        module.nothing  # noqa: B018
