"""Ctrl-C at every stage: exit status 130, nothing said, and an index that is whole.

Each stage begins with the import of a module. A finder sends the signal at that moment, so that no test depends on how
fast the machine is.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from index import Index
from tests.support.places import SAMPLES
from tests.support.program import WENSOU, environment, on_terminal, wensou

# Python imports it by itself when it starts.
SITE: Final = """\
import os, signal, sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ.get("INTERRUPTED_AT"):
            del os.environ["INTERRUPTED_AT"]
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder())
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder for PYTHONPATH, by which a process interrupts itself."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(SITE, encoding="utf-8")
    return folder


def interrupted(site: Path, cwd: Path, stage: str, *arguments: str) -> tuple[int, str, str]:
    done = wensou(*arguments, cwd=cwd, INTERRUPTED_AT=stage, PYTHONPATH=str(site))
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "stage",
    [
        "search.cli",  # start-up
        "click",
        "search.cli.options",  # before the command
        "search.cli.search",  # its options
        "search.searcher",  # the query
        "index.engines.whoosh.engine",  # the index
        "search.output.formats",  # the output
    ],
)
def test_a_search_is_left_quietly(site: Path, office: Path, stage: str) -> None:
    assert interrupted(site, office, stage, "search", "农业") == (130, "", "")


def test_a_fault_that_is_being_told_is_left_quietly(site: Path, office: Path) -> None:
    status, out, said = interrupted(site, office, "difflib", "serach", "农业")
    assert (status, out, "Traceback" in said) == (130, "", False)


@pytest.mark.parametrize("stage", ["search.ingest.steps", "index.writing", "corpus.layout.build", "index.facets"])
def test_indexing_is_left_quietly_and_the_index_is_whole(site: Path, tmp_path: Path, stage: str) -> None:
    shutil.copy(min(SAMPLES.glob("*.txt")), tmp_path)
    assert wensou("index", ".", cwd=tmp_path).returncode == 0
    before = Index(tmp_path / ".wensou").facets().articles
    for sample in SAMPLES.glob("*.txt"):
        shutil.copy(sample, tmp_path / f"新{sample.name}")
    status, out, said = interrupted(site, tmp_path, stage, "index", "--jobs", "1", ".")
    assert (status, out, said) == (130, "", "")
    assert Index(tmp_path / ".wensou").facets().articles == before
    assert wensou("status", "--check", cwd=tmp_path).returncode == 0


def test_the_processes_that_read_end_with_the_one_that_writes(tmp_path: Path) -> None:
    for number in range(60):
        for sample in SAMPLES.glob("*.txt"):
            shutil.copy(sample, tmp_path / f"{number}{sample.name}")
    process = subprocess.Popen(
        [*WENSOU, "index", "--jobs", "3", "."],
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    generations = tmp_path / ".wensou" / "generations"
    while not generations.exists() and process.poll() is None:
        os.sched_yield()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: all of them get it
    out, said = process.communicate(timeout=120)  # until the last process has closed its output
    assert (process.returncode, out, said) == (130, "", "")
    assert not (tmp_path / ".wensou").exists()


def test_a_pager_decides_by_itself_what_an_interrupt_means(office: Path, tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\ncat\nkill -INT $PPID\n", encoding="utf-8")
    pager.chmod(0o755)
    first = wensou("search", "农业", "--format", "ids", "-n", "1", cwd=office).stdout.strip()
    status, shown = on_terminal("show", first, cwd=office, PAGER=str(pager))
    assert (status, first in shown, "Traceback" in shown) == (0, True, False)


def test_a_process_that_was_started_to_ignore_interrupts_ignores_them(site: Path, office: Path) -> None:
    command = [*WENSOU, "search", "农业", "--count"]
    done = subprocess.run(
        ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *command],
        cwd=office,
        env=environment(INTERRUPTED_AT="search.searcher", PYTHONPATH=str(site)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_command_is_the_module() -> None:
    script = Path(sys.executable).with_name("wensou")
    if not script.exists():
        pytest.skip("wensou is not installed beside Python")
    assert subprocess.run([script, "--version"], capture_output=True, check=True).stdout.startswith(b"wensou ")
