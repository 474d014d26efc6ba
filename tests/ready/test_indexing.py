"""Ready articles from files into the index, by the program: ids, faults, processes, and the choice of an engine."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import WensouError
from index import Index
from index.checking import check
from index.engines import ENGINES, LARGE, MANY_BYTES, SMALL
from index.idtable import IdTable
from tests.support.indexes import all_articles
from tests.support.program import WENSOU, environment, wensou

# Longer than anything here should take: a test that waits so long has failed.
PATIENCE = 60
# Enough bytes for several processes, see search.ingest.run.
LINES = 6_000


def line(**values: Any) -> str:
    return json.dumps(values, ensure_ascii=False)


def write(path: Path, *lines: str) -> None:
    path.write_text("".join(f"{each}\n" for each in lines), encoding="utf-8")


def many(letter: str, count: int = LINES) -> Iterator[str]:
    """Lines of articles, each of some 400 bytes."""
    for number in range(count):
        yield line(id=f"{letter}{number:05}", title=f"通知{number}", body=f"第{number}号：各村做好防汛准备。" * 9)


def index(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return wensou("index", *(arguments or (".",)), cwd=folder)


def ids(folder: Path) -> list[str]:
    """The ids of all articles, by file and line."""
    reader = Index(folder / ".wensou").reader()
    found = [article.id for article in all_articles(reader)]
    reader.close()
    return found


@pytest.fixture(params=ENGINES)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with an index of one file, `a.jsonl`."""
    write(tmp_path / "a.jsonl", line(id="DLC/甲(2020)#1", title="甲"), line(id="7", title="乙"), line(title="丙"))
    done = index(tmp_path, ".", "--engine", request.param)
    assert (done.returncode, done.stderr) == (0, "")
    return tmp_path


# Ids


def test_ids_are_kept_as_they_are(home: Path) -> None:
    first, second, made = ids(home)
    assert (first, second) == ("DLC/甲(2020)#1", "7")
    shown = wensou("show", "DLC/甲(2020)#1", "--format", "json", cwd=home)
    assert json.loads(shown.stdout)["title"] == "甲"
    assert wensou("parse", "a.jsonl", cwd=home).stdout.count(f'"{made}"') == 1


def test_a_repeated_id_is_a_fault_and_the_first_stays(home: Path) -> None:
    write(home / "b.jsonl", line(id="x", title="一"), line(id="x", title="二"), line(id="y", title="三"))
    write(home / "c.jsonl", line(id="y", title="四"), line(id="7", title="五"), line(id="z", title="六"))
    done = index(home)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "wensou: b.jsonl:2: the id 'x' was given before",
        "wensou: c.jsonl:1: the id 'y' is that of another article, in b.jsonl",
        "wensou: c.jsonl:2: the id '7' is that of another article, in a.jsonl",
    ]
    assert ids(home)[3:] == ["x", "y", "z"]
    for name, title in (("x", "一"), ("y", "三"), ("7", "乙")):
        assert json.loads(wensou("show", name, "--format", "json", cwd=home).stdout)["title"] == title
    again = index(home)
    assert (again.returncode, again.stderr) == (2, done.stderr)
    assert "files:    0 added, 0 changed, 3 unchanged" in again.stdout
    assert "articles: 0 added, 0 removed" in again.stdout
    write(home / "b.jsonl", line(id="x", title="一"), line(id="x2", title="二"), line(id="y", title="三"))
    write(home / "c.jsonl", line(id="z", title="六"))
    mended = index(home)
    assert (mended.returncode, mended.stderr, ids(home)[3:]) == (0, "", ["x", "x2", "y", "z"])


def test_an_article_may_keep_its_id_when_its_file_changes_or_moves(home: Path) -> None:
    before = ids(home)
    with (home / "a.jsonl").open("a", encoding="utf-8") as file:
        file.write(line(id="neu", title="丁") + "\n")
    changed = index(home)
    assert (changed.returncode, changed.stderr, ids(home)) == (0, "", [*before, "neu"])
    (home / "a.jsonl").rename(home / "b.jsonl")
    moved = index(home)
    assert (moved.returncode, moved.stderr, ids(home)) == (0, "", [*before, "neu"])
    assert "1 added" in moved.stdout
    assert "1 removed" in moved.stdout


def test_an_article_may_move_between_files_that_are_both_read_anew(home: Path) -> None:
    write(home / "b.jsonl", line(id="7", title="乙"))
    write(home / "a.jsonl", line(id="neu", title="丁"))
    done = index(home)
    assert (done.returncode, done.stderr, ids(home)) == (0, "", ["neu", "7"])


def test_repeated_content_has_the_ids_that_parse_prints(home: Path) -> None:
    same = line(title="简讯", body="各村做好防汛准备。")
    write(home / "a.jsonl", same, line(title="别的"), same, same)
    parsed = wensou("parse", "a.jsonl", cwd=home)
    assert (parsed.returncode, parsed.stderr) == (0, "")
    expected = [json.loads(printed)["id"] for printed in parsed.stdout.splitlines()]
    assert len(set(expected)) == 4
    done = index(home)
    assert (done.returncode, done.stderr, ids(home)) == (0, "", expected)


# What cannot be read


def test_a_bad_line_costs_itself_alone(home: Path) -> None:
    write(home / "b.jsonl", line(id="x", title="一"), '{"title": ', line(id="y", body=[]), line(id="z", title="二"))
    done = index(home)
    assert done.returncode == 2
    assert [fault[:19] for fault in done.stderr.splitlines()] == ["wensou: b.jsonl:2: ", "wensou: b.jsonl:3: "]
    assert "articles: 2 added" in done.stdout
    assert ids(home)[3:] == ["x", "z"]


def test_a_table_of_something_else_is_a_fault_only_where_it_is_named(home: Path) -> None:
    write(home / "名册.csv", "name,age", "甲,7")
    walked = index(home)
    assert (walked.returncode, walked.stderr) == (0, "")
    assert "not read: 1 .csv\n" in walked.stdout
    named = index(home, "名册.csv")
    assert named.returncode == 2
    assert named.stderr.startswith("wensou: 名册.csv: no column title (标题)")


# Several processes


def test_any_number_of_processes_gives_the_same(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", *many("a"), "[]", line(id="a00007", title="重"))
    write(tmp_path / "b.jsonl", "{", *many("b", 2_000), line(id="a00008", title="重"))
    write(tmp_path / "c.csv", "name,age", "甲,7")
    write(tmp_path / "d.csv", "id,title,body", "d1,甲,乙", "d2,丙", "d1,丁,戊")
    write(tmp_path / "e.txt", "县农技站举办培训班\n\n5月12日，县农技站举办培训班，讲解水稻育秧技术。\n")
    told = []
    for jobs in ("1", "3"):
        done = index(tmp_path, ".", "--rebuild", "--jobs", jobs)
        assert done.returncode == 2
        told.append((done.stdout, done.stderr, ids(tmp_path), all_articles(Index(tmp_path / ".wensou").reader())))
    assert told[0] == told[1]
    assert [fault.split(": ")[1] for fault in told[0][1].splitlines()] == [
        f"a.jsonl:{LINES + 1}",
        f"a.jsonl:{LINES + 2}",
        "b.jsonl:1",
        "b.jsonl:2002",
        "d.csv:4",
    ]
    assert len(told[0][2]) == LINES + 2_000 + 2 + 1


class Running:
    """`wensou index` on its way in several processes."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [*WENSOU, "index", *arguments, "--jobs", "3"],
            cwd=folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def workers(self) -> list[int]:
        """The processes that read, once there are some."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert self._process.poll() is None, "it ended before it could be disturbed"
            found = children(self._process.pid)
            if len(found) == 2:  # the first process reads too
                return found
            time.sleep(0.01)
        raise AssertionError("no process was started")

    def interrupt(self) -> None:
        """Ctrl-C: the terminal sends it to all processes of its group."""
        os.killpg(self._process.pid, signal.SIGINT)

    def kill(self) -> None:
        """Kills the first process."""
        self._process.kill()

    def end(self, workers: list[int]) -> tuple[int, str, str]:
        """Its status and what it printed, once none of its processes is left."""
        said = self._process.communicate(timeout=PATIENCE)
        end = time.monotonic() + PATIENCE
        while any(map(is_running, workers)):
            assert time.monotonic() < end, "processes are left behind"
            time.sleep(0.01)
        return self._process.returncode, *said


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:  # it has ended
        return False


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked for in /proc")


@needs_proc
def test_a_process_that_dies_is_replaced(home: Path) -> None:
    """Only what it was reading may be missing, and that is told."""
    (home / "a.jsonl").unlink()
    write(home / "b.jsonl", *many("b", LINES))
    running = Running(home, ".", "--prune")
    workers = running.workers()
    os.kill(workers[1], signal.SIGKILL)
    status, _, faults = running.end(workers)
    lost = re.findall(
        r"wensou: b\.jsonl:(\d+): none of the articles from here to line (\d+) is read: the process that read it "
        r"was ended \(SIGKILL\), perhaps for want of memory; split it or save it in another format\n",
        faults,
    )
    assert (status, len(lost)) == ((2, 1) if faults else (0, 0)), faults
    missing = sum(int(last) - int(first) + 1 for first, last in lost)
    assert len(ids(home)) == LINES - missing


@needs_proc
def test_an_interrupt_leaves_no_process_and_changes_nothing(home: Path) -> None:
    before = ids(home)
    (home / "a.jsonl").unlink()
    write(home / "b.jsonl", *many("b", 20 * LINES))
    running = Running(home, ".")
    workers = running.workers()
    running.interrupt()
    assert running.end(workers) == (130, "", "")
    assert ids(home) == before
    assert check(Index(home / ".wensou")) == []
    write(home / "b.jsonl", *many("b", 10))
    assert index(home, ".", "--prune").returncode == 0


@needs_proc
def test_processes_end_with_the_one_that_started_them(home: Path) -> None:
    write(home / "b.jsonl", *many("b", 20 * LINES))
    running = Running(home, ".")
    workers = running.workers()
    running.kill()
    assert running.end(workers) == (-signal.SIGKILL, "", "")


# The choice of an engine


def engine_of(folder: Path) -> str:
    return Index(folder / ".wensou").meta.engine


@pytest.mark.parametrize(("size", "chosen", "side"), [(MANY_BYTES - 1, SMALL, "under"), (MANY_BYTES, LARGE, "over")])
def test_the_engine_fits_the_size_of_the_files(tmp_path: Path, size: int, chosen: str, side: str) -> None:
    write(tmp_path / "a.jsonl", line(id="1", title="甲"))
    with (tmp_path / "a.jsonl").open("ab") as file:
        file.write(b"\n" * (size - file.tell()))
    done = index(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0].endswith(f"(engine {chosen}: 16.0 MB of text, {side} 16.0 MB)")
    assert "advice" not in done.stdout
    assert engine_of(tmp_path) == chosen


def test_an_engine_is_named_once(home: Path) -> None:
    held = engine_of(home)
    assert index(home).stdout.splitlines()[0].endswith(f"(engine {held})")
    assert index(home, ".", "--engine", held).returncode == 0
    other = next(name for name in ENGINES if name != held)
    before = ids(home)
    done = index(home, ".", "--engine", other)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"the engine of this index is {held}" in done.stderr
    (advised,) = re.findall(r"wensou index (--rebuild --engine \w+) PATH", done.stderr)
    assert (engine_of(home), ids(home)) == (held, before)
    articles = all_articles(Index(home / ".wensou").reader())
    moved = index(home, *advised.split(), ".")
    assert (moved.returncode, moved.stderr) == (0, "")
    assert engine_of(home) == other
    assert all_articles(Index(home / ".wensou").reader()) == articles
    assert check(Index(home / ".wensou")) == []


def test_an_index_that_has_outgrown_its_engine_says_so(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", line(id="1", title="甲"))
    assert "advice" not in index(tmp_path).stdout
    assert engine_of(tmp_path) == SMALL
    with (tmp_path / "a.jsonl").open("ab") as file:
        file.write(b"\n" * MANY_BYTES)
    done = index(tmp_path)
    assert (done.returncode, done.stderr, engine_of(tmp_path)) == (0, "", SMALL)
    (advice,) = (said for said in done.stdout.splitlines() if said.startswith("advice: "))
    assert "16.0 MB" in advice
    (advised,) = re.findall(r"wensou index (.*) PATH", advice)
    assert index(tmp_path, *advised.split(), ".").returncode == 0
    assert engine_of(tmp_path) == LARGE
    assert "advice" not in index(tmp_path).stdout


@pytest.mark.parametrize("most_in_memory", [0, 5_000, 1 << 20])
def test_ids_in_memory_and_on_disk_are_known_alike(most_in_memory: int) -> None:
    table = IdTable(most_in_memory)
    expected: dict[str, tuple[object, ...]] = {}
    for number in range(600):
        rows = {f"文{number % 200}": ("内容", number), "\udcff": (str(number),)}
        table.put(rows)
        expected.update(rows)
    assert table.get([*expected, "另一"]) == expected
    table.clear()
    assert not table.get([*expected])


def test_ids_that_cannot_be_kept_are_a_fault_in_words() -> None:
    table = IdTable(most_in_memory=0)
    table.put({"文": ()})
    assert table._table
    table._table.execute("PRAGMA max_page_count = 4")
    with pytest.raises(WensouError, match=r"disk is full.*make room"):
        table.put({str(number): ("文" * 1000,) for number in range(20)})
    table.clear()
