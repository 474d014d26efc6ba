"""Work that hangs, dies or fills the memory in another process: it alone is lost, and all else goes on."""

from __future__ import annotations

import ctypes
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from subprocess import PIPE, STDOUT

import pytest

from corpus import Article, ready
from corpus.errors import CorpusError, LargeError, SlowError
from corpus.limits import Limits
from index import Index
from index.engines import Encoded
from search.cli import run
from search.errors import LostError
from search.ingest.reading import File, read_newsletter, read_piece
from search.workers.apart import Apart
from search.workers.pool import Pool
from tests.support.places import SAMPLES
from tests.support.program import WENSOU, environment, wensou

SOON = Limits(seconds=4, memory=1 << 30)
# Ends long after a test that waits for it would have failed.
LONG = 600


@pytest.fixture
def pool() -> Iterator[Pool]:
    with closing(Pool(SOON, [__name__])) as found:
        yield found


def double(number: int) -> int:
    return 2 * number


def spin() -> None:
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        pass


def hang_in_a_library() -> None:
    """Nothing of Python runs meanwhile, not even other threads."""
    if hasattr(ctypes, "PyDLL"):
        ctypes.PyDLL(None).sleep(LONG)


def crash() -> None:
    ctypes.string_at(0)


def fill_the_memory() -> int:
    return len(bytearray(2 << 30))


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(marker: Path) -> str:
    if not marker.exists():
        marker.touch()
        die()
    return "done"


def chatter() -> str:
    os.write(1, b"what a library prints")
    return "said"


def fail() -> None:
    raise ValueError("a mistake")


@pytest.mark.parametrize(
    ("work", "kind", "said"),
    [
        (spin, SlowError, "takes more than 4 seconds to read, so it was not; for more: --allow seconds=20"),
        (hang_in_a_library, SlowError, "takes more than 4 seconds"),
        (fill_the_memory, LargeError, "takes more than 1024 MB of memory to read, .* --allow memory=2048MB"),
        (crash, CorpusError, r"was ended \(SIGSEGV\), perhaps for want of memory; split it or save it in another"),
        (die, CorpusError, r"was ended \(SIGKILL\)"),
    ],
)
def test_a_task_that_breaks_its_bounds_is_lost_and_others_are_done(
    pool: Pool, work: object, kind: type[CorpusError], said: str
) -> None:
    assert callable(work)
    before, broken, after = pool.submit(double, 1), pool.submit(work), [pool.submit(double, n) for n in (2, 3)]
    assert before.result() == 2
    with pytest.raises(LostError, match=said) as lost:
        broken.result()
    assert type(lost.value.fault) is kind
    assert [each.result() for each in after] == [4, 6]


def test_what_others_left_in_a_process_is_no_fault_of_a_task(pool: Pool, tmp_path: Path) -> None:
    assert pool.submit(double, 1).result() == 2
    assert pool.submit(die_once, tmp_path / "a").result() == "done"


def test_what_a_task_raises_comes_back_and_the_process_goes_on(pool: Pool) -> None:
    with pytest.raises(ValueError, match="a mistake"):
        pool.submit(fail).result()
    assert pool.submit(chatter).result() == "said"


def test_processes_end_at_once_whatever_they_are_at(pool: Pool) -> None:
    with closing(Pool(Limits(seconds=LONG))) as patient:
        patient.submit(spin)
        identifier = patient.submit(os.getpid)  # waits behind it
        assert not identifier.done()


def test_nothing_is_loaded_from_the_folder_with_the_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pickle", "random", "search", "corpus", "sitecustomize", "encodings"):
        (tmp_path / f"{name}.py").write_text(f"open('ran', 'a').write('{name} ')\n")
    monkeypatch.chdir(tmp_path)
    with closing(Pool(SOON)) as pool:
        assert pool.submit(double, 4).result() == 8
    assert not (tmp_path / "ran").exists()


# Mistakes of ours


def mistaken(path: Path, *_: object) -> None:
    raise KeyError("渠")


MISTAKE = r"could not be read for a mistake in wensou \(KeyError: '渠', test_workers\.py:\d+\); please report it"


@pytest.mark.parametrize("content", [b"text", b"%PDF-1.4"], ids=["here", "apart"])
def test_a_mistake_of_ours_is_told_of_its_file(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    with closing(Apart(SOON)) as apart, pytest.raises(CorpusError, match=rf"a\.txt: {MISTAKE}"):
        apart.do(mistaken, tmp_path / "a.txt")


def test_a_mistake_of_ours_costs_one_file_and_one_piece_of_ready_articles(tmp_path: Path) -> None:
    def encode(articles: Sequence[Article]) -> list[Encoded]:
        raise KeyError("渠")

    sample = next(SAMPLES.glob("*.txt"))
    fault = read_newsletter(File(sample, "a.txt", None, None), encode).fault
    assert re.search(rf"{sample.name}: {MISTAKE}", str(fault))
    (tmp_path / "a.jsonl").write_text('{"title": "修渠", "body": "渠"}\n', encoding="utf-8")
    (batch,) = ready.batches(tmp_path / "a.jsonl", "a.jsonl", ready.survey(tmp_path / "a.jsonl", None))
    (said,) = read_piece(batch, encode).faults
    assert re.search(rf"a\.jsonl:1: none of the articles from here to line 1 is read: {MISTAKE}", said)


def test_a_mistake_of_ours_costs_parse_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text('{"title": "修渠", "body": "渠"}\n', encoding="utf-8")
    real = ready.articles
    monkeypatch.setattr(
        ready, "articles", lambda batch: mistaken(batch) if "a.jsonl" in str(batch.path) else real(batch)
    )
    assert run(["parse", str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")]) == 2
    said = capsys.readouterr()
    assert re.search(rf"a\.jsonl: {MISTAKE}", said.err)
    assert json.loads(said.out)["title"] == "修渠"


# By the program


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two small issues, and between them a text that takes seconds to read, too little for several processes."""
    first, last, *_ = sorted(SAMPLES.glob("*.txt"))
    (tmp_path / "a.txt").write_bytes(first.read_bytes())
    (tmp_path / "b.txt").write_text("容县召开农业保险工作会议，部署全年工作。\n" * 30_000, encoding="utf-8")
    (tmp_path / "c.txt").write_bytes(last.read_bytes())
    return tmp_path


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_a_file_that_takes_too_long_is_named_and_the_others_are_indexed(home: Path, jobs: str) -> None:
    done = wensou("index", ".", "--jobs", jobs, "--allow", "seconds=0.2", cwd=home)
    assert (done.returncode, done.stderr) == (
        2,
        "wensou: b.txt: takes more than 0.2 seconds to read, so it was not; for more: --allow seconds=1\n",
    )
    assert "2 added, 0 changed, 0 unchanged, 0 removed, 1 skipped" in done.stdout
    assert "not read: 1 too slow" in done.stdout
    assert set(Index(home / ".wensou").facets().sources) == {"a.txt", "c.txt"}


def test_a_file_that_takes_too_much_memory_is_named_and_the_others_are_indexed(home: Path) -> None:
    assert wensou("index", "a.txt", cwd=home).returncode == 0
    (home / ".wensou.toml").write_text('[index]\nallow = ["memory=250MB"]\n')
    done = wensou("index", ".", cwd=home)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert (
        "b.txt: takes more than 250 MB of memory to read, so it was not; for more: --allow memory=500MB" in done.stderr
    )
    assert set(Index(home / ".wensou").facets().sources) == {"a.txt", "c.txt"}


def test_a_limit_holds_for_parse_too(home: Path) -> None:
    done = wensou("parse", "b.txt", "a.txt", "--allow", "seconds=0.2", cwd=home)
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        2,
        "wensou: b.txt: takes more than 0.2 seconds to read, so it was not; for more: --allow seconds=1",
    )
    assert '"source": "a.txt"' in done.stdout.splitlines()[1]


def test_what_is_allowed_has_to_be_a_limit(home: Path) -> None:
    done = wensou("index", ".", "--allow", "ages=3", cwd=home)
    assert done.returncode == 2
    assert "'ages=3' is no limit; write one as pages=10000 or file=1GB; there are seconds, memory, file" in done.stderr


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked for in /proc")
def test_a_file_over_which_the_system_ends_a_process_is_named_and_the_others_are_indexed(home: Path) -> None:
    with subprocess.Popen(
        [*WENSOU, "index", "."], cwd=home, env=environment(), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
        while not (found := children.read_text().split()):
            time.sleep(0.01)
        os.kill(int(found[0]), signal.SIGKILL)
        said, faults = running.communicate(timeout=LONG)
    assert running.returncode == 2
    assert "2 added" in said
    assert faults.startswith("wensou: b.txt: the process that read it was ended (SIGKILL), perhaps for want of memory")
    assert faults.count("\n") == 1


def test_each_query_of_a_batch_is_bounded(home: Path) -> None:
    assert wensou("index", "a.txt", cwd=home).returncode == 0
    for arguments, most in ((["-F"], 50_000), ([], 5_000), (["--longest", "60"], 60)):
        said = wensou("search", "--batch", *arguments, cwd=home, stdin="农业\n" + "甲" * (most + 1) + "\n").stdout
        first, second = map(json.loads, said.splitlines())
        assert first["total"]
        assert second["error"].startswith(f"a query of more than {most:,} characters")


@pytest.mark.parametrize(
    ("arguments", "line", "most"),
    [
        (["-"], "甲", "5,000"),
        (["-"], "甲\n", "5,000"),
        (["-F", "-"], "甲\n", "50,000"),
        (["--longest", "60", "-"], "甲", "60"),
        (["--batch"], "甲", "5,000"),
    ],
)
def test_of_standard_input_without_end_no_more_is_read_than_the_longest_query(
    arguments: list[str], line: str, most: str, home: Path
) -> None:
    assert wensou("index", "a.txt", cwd=home).returncode == 0
    with subprocess.Popen(
        [*WENSOU, "search", *arguments], cwd=home, env=environment(), stdin=PIPE, stdout=PIPE, stderr=STDOUT, bufsize=0
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        with suppress(BrokenPipeError):
            running.stdin.write(line.encode() * 60_000)
        # It has not come to its end, and is answered all the same.
        assert f"a query of more than {most} characters" in running.stdout.readline().decode()
        running.kill()
