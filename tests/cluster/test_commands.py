"""Every command on an index in a cluster, as a user gives it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support.cluster import CLUSTER, needs_cluster, new_address, remove_all
from tests.support.places import SAMPLES
from tests.support.program import wensou

pytestmark = needs_cluster


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples, and what this machine keeps of clusters."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "通讯").mkdir()
    for sample in SAMPLES.glob("*.txt"):
        shutil.copy(sample, folder / "通讯")
    return folder


@pytest.fixture(scope="module")
def address(home: Path) -> str:
    """The address of an index of the samples."""
    made = new_address()
    done = wensou(
        "index", "通讯", "--engine", "opensearch", "--index", made, cwd=home, XDG_CACHE_HOME=str(home / "kept")
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "engine opensearch" in done.stdout
    return made


@pytest.fixture(scope="module", autouse=True)
def clean() -> object:
    """Leaves nothing in the cluster."""
    yield None
    remove_all()


def test_a_cluster_answers_as_a_directory_does(home: Path, address: str) -> None:
    """The same articles, counts and words, in each format: scores alone are each engine's own."""
    assert wensou("index", "通讯", cwd=home).returncode == 0
    for arguments in (
        ("search", "农业保险", "--format", "ids", "-n", "50"),
        ("search", "合作社", "--count"),
        ("search", "合作社", "--count-by", "region"),
        ("search", "合作社", "--sort", "source", "--format", "paths"),
        ("search", "“农业保险”", "--section", "简讯", "--count"),
        ("list", "regions"),
        ("list", "units"),
        ("list", "sources"),
    ):
        local = wensou(*arguments, cwd=home)
        there = wensou(*arguments, cwd=home, WENSOU_INDEX=address)
        assert (there.returncode, there.stderr) == (local.returncode, local.stderr), arguments
        if "ids" in arguments:
            assert sorted(there.stdout.split()) == sorted(local.stdout.split()), arguments
        else:
            assert there.stdout == local.stdout, arguments


def test_results_have_all_that_formats_show(home: Path, address: str) -> None:
    for output in ("text", "json", "jsonl", "csv", "tsv"):
        done = wensou(
            "search",
            "农业保险",
            "--format",
            output,
            "--index",
            address,
            "--explain" if output == "json" else "-n9",
            cwd=home,
        )
        assert (done.returncode, done.stderr) == (0, ""), output
        assert "农业保险" in done.stdout, output
    batch = wensou("search", "--batch", "--index", address, cwd=home, stdin="农业保险\n(\n合作社\n")
    answers = [json.loads(line) for line in batch.stdout.splitlines()]
    assert [bool(answer["results"]) for answer in answers] == [True, False, True]


def test_an_article_is_shown_by_the_beginning_of_its_id(home: Path, address: str) -> None:
    first = wensou("search", "农业保险", "--format", "ids", "-n", "1", "--index", address, cwd=home).stdout.strip()
    shown = wensou("show", first[:6], "--index", address, cwd=home)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "保险" in shown.stdout
    unknown = wensou("show", "zzzz", "--index", address, cwd=home)
    assert unknown.returncode == 2
    assert "no article has the id" in unknown.stderr


def test_what_changed_is_brought_up_to_date_and_what_is_removed_is_gone(home: Path) -> None:
    address = new_address()

    def run(*arguments: str) -> str:
        done = wensou(*arguments, "--index", address, cwd=home)
        assert (done.returncode, done.stderr) == (0, ""), arguments
        return done.stdout

    ready = home / "甲.jsonl"
    ready.write_text('{"id": "a1", "title": "甲", "body": "茱萸"}\n{"id": "a2", "body": "抗旱"}\n', encoding="utf-8")
    assert "2 added" in run("index", "甲.jsonl")
    assert "1 unchanged" in run("index", "甲.jsonl")
    ready.write_text(
        '{"id": "a1", "title": "甲", "body": "茱萸和菊"}\n{"id": "a3", "body": "防汛"}\n', encoding="utf-8"
    )
    assert "1 changed" in run("index", "甲.jsonl")
    assert run("search", "抗旱 OR 防汛 OR 茱萸", "--sort", "source", "--format", "ids").split() == ["a1", "a3"]
    assert "no fault found" in run("status", "--check")
    run("index", "--rebuild", "甲.jsonl", "--shards", "2", "--replicas", "0")
    assert run("search", "菊", "--format", "ids").split() == ["a1"]
    run("remove", "a1")
    assert wensou("search", "菊", "--index", address, cwd=home).returncode == 1
    run("remove", "甲.jsonl")
    assert json.loads(run("status", "--format", "json"))["articles"] == 0


def test_regions_are_completed_from_what_is_kept(home: Path, address: str) -> None:
    typed = {"COMP_WORDS": "wensou search --region ", "COMP_CWORD": "3", "WENSOU_INDEX": address}
    done = wensou(cwd=home, _WENSOU_COMPLETE="zsh_complete", **typed)
    assert "湖南省" in done.stdout


def test_an_index_that_is_not_there_is_told(home: Path) -> None:
    for arguments in (("search", "农业"), ("status",), ("list", "units")):
        done = wensou(*arguments, "--index", f"{CLUSTER}/nothing", cwd=home)
        assert done.returncode == 2
        assert "there is no index in" in done.stderr
    done = wensou("index", "通讯", "--rebuild", "--engine", "opensearch", cwd=home)
    assert done.returncode == 2
    assert "cannot store an index in" in done.stderr
