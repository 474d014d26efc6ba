"""The documents say what is so: their examples are run, their lists compared with the program, their links followed."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Final, get_args

import click
import pytest

from corpus import read
from index import Index
from scripts.make_command_reference import TARGET, reference
from search.cli import cli
from search.errors import FaultKind, QueryError
from search.explain import HitExplanation, QueryExplanation
from search.output.formats import FORMATS
from search.output.records import HIT_FIELDS, article_record, document_records, page_record
from search.output.words import LABELS, LEFT_OVER
from search.query.dates import bounds, iso_date
from search.query.lexer import FIELDS, LEAST_WEIGHT, MAX_SLACK, MOST_WEIGHT
from search.query.parser import MAX_DEPTH, MAX_LENGTH
from search.results import Results
from search.searcher import Options, Searcher
from tests.support.indexes import article, build_index
from tests.support.places import PROJECT, SAMPLES
from tests.support.program import on_terminal

READMES: Final = (PROJECT / "README.md", PROJECT / "README.zh-CN.md")
QUERY_LANGUAGE: Final = PROJECT / "docs" / "query-language.md"
JSON: Final = PROJECT / "docs" / "json.md"
COMMANDS: Final = tuple(cli.list_commands(click.Context(cli)))

_LINK: Final = re.compile(r"\]\(([^)\s]+)\)")
_FENCE: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)
# Folders of a machine that the project was made on, not ones that it may speak of (/tmp alone, /dev/null).
_MACHINE_PATH: Final = re.compile(r"(?<![\w.~)])/(?:work|root|tmp|home)/[\w.\-]")


def project_files() -> list[Path]:
    """Every text file under version control, or that would be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is no checkout")
    paths = [PROJECT / name.decode() for name in listed.stdout.split(b"\0") if name]
    return [path for path in paths if path.is_file()]


def pages() -> list[Path]:
    """Every Markdown page of the project."""
    found = [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")]
    found += [page for package in ("corpus", "index", "benchmarks") for page in (PROJECT / package).rglob("*.md")]
    return sorted(found)


def table(page: Path, *header: str) -> list[list[str]]:
    """The rows of the table on a page whose header begins with these cells; code marks are taken off whole cells."""
    rows: list[list[str]] = []
    inside = False
    for line in page.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if cells[: len(header)] == list(header):
            assert not rows, f"{page.name} has two tables {header}"
            inside = True
        elif not cells:
            inside = False
        elif inside and set(cells[0]) != {"-"}:
            rows.append([_plain(cell) for cell in cells])
    assert rows, f"{page.name} has no table {header}"
    return rows


def _plain(cell: str) -> str:
    whole = re.fullmatch(r"`([^`]+)`", cell)
    return whole[1] if whole else cell


def names(cells: Iterator[str]) -> list[str]:
    """The names in code marks in the first column of a table."""
    return [name for cell in cells for name in re.findall(r"\w+", cell)]


# Commands


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readmes_and_in_the_reference(command: str) -> None:
    for readme in READMES:
        assert f"wensou {command} " in readme.read_text(encoding="utf-8"), readme.name
    assert f"\n## wensou {command}\n" in TARGET.read_text(encoding="utf-8")


def test_the_command_reference_is_fresh() -> None:
    assert TARGET.read_text(encoding="utf-8") == reference(), "run: python scripts/make_command_reference.py"


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_readmes_name_the_two_commands_and_each_other(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    assert "make demo" in text
    assert "make test" in text
    (other,) = set(READMES) - {readme}
    assert f"]({other.name})" in text.split("##")[0]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_readmes_name_every_output_format(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in FORMATS)


def options_named(text: str) -> set[tuple[str, str]]:
    """Every long option in the lines that call wensou, with its command."""
    found = set()
    for line in text.splitlines():
        for called in re.finditer(r"wensou (\w+)([^`|]*)", line):
            found |= {(called[1], option) for option in re.findall(r"--[a-z][a-z-]*", called[2].split("   ")[0])}
    return found


@pytest.mark.parametrize("page", [p for p in pages() if p.name != "commands.md"], ids=lambda path: path.name)
def test_options_that_are_shown_exist(page: Path) -> None:
    for command, option in options_named(page.read_text(encoding="utf-8")):
        found = cli.get_command(click.Context(cli), command)
        assert found is not None, f"{page.name}: wensou {command}"
        known = {name for parameter in found.params for name in parameter.opts}
        assert option in known | {"--help"}, f"{page.name}: wensou {command} {option}"


# Transcripts and programs


def fenced(page: Path, language: str) -> list[str]:
    """The blocks of code on a page in one language."""
    return [block for kind, block in _FENCE.findall(page.read_text(encoding="utf-8")) if kind == language]


@pytest.mark.parametrize(("page", "found"), [*((readme, True) for readme in READMES), (QUERY_LANGUAGE, False)])
def test_the_transcript_is_what_the_program_shows(page: Path, found: bool, office: Path) -> None:
    (transcript,) = fenced(page, "console")
    calls = re.split(r"^\$ wensou ", transcript, flags=re.MULTILINE)[1:]
    assert calls
    for call in calls:
        command, _, expected = call.partition("\n")
        language = "zh" if page.name == "README.zh-CN.md" else "en"
        status, shown = on_terminal(*command.split(), cwd=office, TERM="dumb", WENSOU_LANGUAGE=language)
        assert status == (0 if found else 1)
        lines = [line.rstrip() for line in shown.strip("\n").split("\n")]
        assert lines == expected.rstrip("\n").split("\n"), command


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_python_example_runs(
    readme: Path, office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(office)
    (program,) = fenced(readme, "python")
    exec(compile(program, str(readme), "exec"), {})
    assert "2023-05-10 全市春茶生产暨农业保险服务现场推进会在通道召开\n" in capsys.readouterr().out


# The query language


def _searcher(path: Path) -> Searcher:
    """An index of the articles on the page."""
    records = [
        article(
            body,
            id=name,
            title=title,
            untitled=not title,
            unit=unit or None,
            author=author or None,
            section=section or None,
            regions=(region,) if region else (),
            date=date or None,
        )
        for name, title, body, unit, author, section, region, date in table(QUERY_LANGUAGE, "id", "title", "body")
    ]
    return Searcher(build_index(path, records))


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return _searcher(tmp_path_factory.mktemp("examples") / ".wensou")


@pytest.mark.parametrize(("query", "finds"), [tuple(row) for row in table(QUERY_LANGUAGE, "query", "finds")], ids=str)
def test_example_queries_find_what_the_page_says(examples: Searcher, query: str, finds: str) -> None:
    expected = {}
    for item in filter(None, finds.split(", ")):
        name, _, match = item.partition(" ")
        expected[name] = match.strip("()") or "literal"
    hits = examples.search(query).hits
    assert {hit.article.id: hit.match for hit in hits} == expected
    literal_first = [hit.match != "literal" for hit in hits]
    assert literal_first == sorted(literal_first)


@pytest.mark.parametrize(
    ("query", "finds"), [tuple(row) for row in table(QUERY_LANGUAGE, "query", "finds with `--exact-script`")], ids=str
)
def test_example_queries_in_exact_script_find_what_the_page_says(examples: Searcher, query: str, finds: str) -> None:
    hits = examples.search(query, options=Options(exact_script=True)).hits
    assert sorted(hit.article.id for hit in hits) == [name for name in finds.split(", ") if name]


FAULTS: Final = [tuple(row) for row in table(QUERY_LANGUAGE, "query", "at", "kind", "said")]


@pytest.mark.parametrize(("query", "at", "kind", "said"), FAULTS, ids=str)
def test_example_faults_are_said_as_the_page_says(
    examples: Searcher, query: str, at: str, kind: str, said: str
) -> None:
    with pytest.raises(QueryError) as caught:
        examples.search(query)
    start, end = caught.value.span
    assert (query[start:end], caught.value.kind, caught.value.cause) == (at, kind, said)


def test_every_kind_of_fault_is_documented() -> None:
    text = QUERY_LANGUAGE.read_text(encoding="utf-8")
    assert {kind for _, _, kind, _ in FAULTS} == set(get_args(FaultKind)) - {"too-long", "too-deep"}
    assert f"more than {MAX_LENGTH:,} characters (`too-long`" in text
    assert f"more than {MAX_DEPTH} levels" in text
    assert f"from 0 to {MAX_SLACK}" in text
    assert f"from {LEAST_WEIGHT:g} to {MOST_WEIGHT:g}" in text


def test_every_field_is_documented() -> None:
    documented = {}
    for english, chinese, _ in table(QUERY_LANGUAGE, "English", "Chinese"):
        documented[english] = documented[chinese] = english
    assert documented == FIELDS


@pytest.mark.parametrize(("typed", "means"), [tuple(row) for row in table(QUERY_LANGUAGE, "typed", "means")])
def test_dates_mean_what_the_page_says(typed: str, means: str) -> None:
    assert iso_date(typed) == means


@pytest.mark.parametrize(("asked", "since", "until"), [tuple(row) for row in table(QUERY_LANGUAGE, "asked", "from")])
def test_ranges_of_dates_mean_what_the_page_says(asked: str, since: str, until: str) -> None:
    assert bounds(asked) == (since or None, until or None)


# The machine formats


def test_every_key_of_a_result_is_documented() -> None:
    search = JSON.read_text(encoding="utf-8").split("## parse")[0]
    keys = re.findall(r"^\| `(\w+)` \|", search, flags=re.MULTILINE)
    page = page_record(Results("", 0, 1, 10, ()))
    assert keys == [*HIT_FIELDS, *page]


def test_every_key_of_an_explanation_is_documented() -> None:
    for what, record in (("the page", QueryExplanation), ("a result", HitExplanation)):
        documented = names(row[0] for row in table(JSON, f"`explain` of {what}"))
        assert documented == [field.name for field in fields(record)], what


def test_every_key_of_parse_is_documented() -> None:
    records = {}
    for record in document_records(read(min(SAMPLES.glob("*.txt")))):
        records[record["kind"]] = record
    assert set(records) == {"issue", "article", "remainder"}
    for kind, record in records.items():
        documented = names(row[0] for row in table(JSON, f"`kind: {kind}`"))
        assert documented == list(record), kind


def test_every_label_of_the_remainder_is_documented() -> None:
    documented = {*names(row[0] for row in table(PROJECT / "docs" / "reading.md", "label", "what it is"))}
    assert documented == {*LABELS, "text"} - {"title", LEFT_OVER, "nowhere"}
    for sample in SAMPLES.glob("*.txt"):
        assert {part.label for part in read(sample).remainder} <= documented


def test_show_gives_an_article_as_parse_does(samples_index: Index) -> None:
    first = read(min(SAMPLES.glob("*.txt"))).articles[0]
    shown = article_record(Searcher(samples_index).article(first.id))
    assert list(shown) == names(row[0] for row in table(JSON, "`kind: article`"))[1:]


@pytest.mark.parametrize("package", ["corpus", "index", "search"])
def test_every_module_has_a_place_in_the_walk_through_the_folders(package: str) -> None:
    page = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = page.split(f"\n## {package}/\n")[1].split("\n## ")[0]
    held = [path for path in (PROJECT / package).iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()]
    names = {path.name if path.suffix else f"{path.name}/" for path in held} - {"__init__.py"}
    assert names
    assert {name for name in names if f"`{name}`" not in section} == set()


# All pages


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = _HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", pages(), ids=lambda path: str(path.relative_to(PROJECT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8"))):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), f"{page.name} links to {link}"
        assert target.resolve().is_relative_to(PROJECT), f"{page.name} links out of the project: {link}"
        assert not anchor or anchor in anchors(target), f"{page.name} links to {link}"


def test_every_page_of_the_documentation_is_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [READMES[0]]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        links = (page.parent / link.split("#")[0] for link in _LINK.findall(page.read_text(encoding="utf-8")))
        for target in links:
            found = sorted(target.glob("*.md")) if target.is_dir() else [target]
            waiting.extend(path.resolve() for path in found if path.suffix == ".md" and path.exists())
    assert set((PROJECT / "docs").rglob("*.md")) <= reached


def test_no_file_names_a_folder_of_the_makers_machine() -> None:
    found = []
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(PROJECT)}: {match[0]}" for match in _MACHINE_PATH.finditer(text)]
    assert not found


def test_the_tests_that_the_checklist_names_exist() -> None:
    checklist = (PROJECT / "docs" / "decisions" / "command-line.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/.]+)::(\w+)`", checklist)
    assert len(named) > 50
    for file, test in named:
        assert f"def {test}(" in (PROJECT / file).read_text(encoding="utf-8"), f"{file}::{test}"
