"""Machines that fail and clients that are killed, with real processes: three machines, one copy of each part."""

from __future__ import annotations

import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest

from index import Index
from tests.cluster.nodes import Machines, machines
from tests.support.cluster import needs_cluster
from tests.support.indexes import all_articles
from tests.support.laws import law_articles, write_laws
from tests.support.places import LAWS, needs_shared
from tests.support.program import WENSOU, environment, wensou

pytestmark = needs_cluster

ARTICLES: Final = 50_000
# So many are enough where a client is killed.
SOME: Final = 15_000
FEW: Final = 5_000
QUERIES: Final = ("合同", "劳动争议", "“消费者”", "农业 保险", "标题:条例 -罚款")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Machines]:
    """Three machines."""
    with machines(3) as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with law articles: many, some and few."""
    needs_shared(LAWS)
    made = tmp_path_factory.mktemp("laws")
    write_laws(made / "many.jsonl", ARTICLES)
    write_laws(made / "some.jsonl", SOME)
    write_laws(made / "few.jsonl", FEW)
    return made


@pytest.fixture
def address(cluster: Machines) -> str:
    """The address of an index that is not there yet."""
    return f"{cluster.address}/t{uuid4().hex[:16]}"


@contextmanager
def indexing(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """`wensou index` under way."""
    command = [*WENSOU, "index", *arguments]
    with subprocess.Popen(
        command, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until_written(cluster: Machines, address: str, generation: int, count: int) -> None:
    """Waits until a generation of an index was sent so many documents."""
    name = address.rpartition("/")[2]
    while True:
        stats = cluster.ask(f"/{name}-{generation}/_stats/indexing?ignore_unavailable=true")
        if stats.get("_all", {}).get("primaries", {}).get("indexing", {}).get("index_total", 0) >= count:
            return
        time.sleep(0.1)


def assert_each_is_there_once(address: str, count: int) -> None:
    """The first law articles, each once, and nothing else."""
    with closing(Index(address).reader()) as reader:
        found = Counter(article.id for article in all_articles(reader))
    assert found == Counter(article.id for article in law_articles(count))


def test_a_machine_is_killed_while_articles_are_indexed(cluster: Machines, folder: Path, address: str) -> None:
    with indexing(folder, "many.jsonl", "--index", address, "--shards", "3", "--replicas", "1") as client:
        wait_until_written(cluster, address, 1, ARTICLES // 5)
        with cluster.without(cluster.manager()):
            said, faults = client.communicate()
            assert (client.returncode, faults) == (0, ""), said
            assert_each_is_there_once(address, ARTICLES)
    assert_each_is_there_once(address, ARTICLES)


def test_a_client_is_killed_while_it_indexes(cluster: Machines, folder: Path, address: str) -> None:
    given = ("some.jsonl", "--index", address, "--shards", "3", "--replicas", "1")
    with indexing(folder, *given) as client:
        wait_until_written(cluster, address, 1, SOME // 5)
        client.send_signal(signal.SIGKILL)
    assert wensou("search", "合同", "--index", address, cwd=folder).returncode == 2, "nothing is committed"
    done = wensou("index", *given, cwd=folder)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert_each_is_there_once(address, SOME)


def test_a_client_is_killed_while_it_brings_an_index_up_to_date(cluster: Machines, folder: Path, address: str) -> None:
    assert wensou("index", "few.jsonl", "--index", address, cwd=folder).returncode == 0
    with indexing(folder, "some.jsonl", "--index", address) as client:
        wait_until_written(cluster, address, 1, 2 * FEW)
        client.send_signal(signal.SIGKILL)
    assert_each_is_there_once(address, FEW)
    done = wensou("index", "some.jsonl", "--index", address, cwd=folder)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert_each_is_there_once(address, SOME)


def test_a_rebuild_is_killed(cluster: Machines, folder: Path, address: str) -> None:
    assert wensou("index", "few.jsonl", "--index", address, cwd=folder).returncode == 0
    before = wensou("search", "合同", "--format", "ids", "--index", address, cwd=folder)
    with indexing(folder, "--rebuild", "few.jsonl", "--index", address) as client:
        wait_until_written(cluster, address, 2, FEW // 5)
        client.send_signal(signal.SIGKILL)
    after = wensou("search", "合同", "--format", "ids", "--index", address, cwd=folder)
    assert (after.returncode, after.stdout, after.stderr) == (0, before.stdout, "")
    assert wensou("index", "few.jsonl", "--index", address, cwd=folder).returncode == 0
    left = cluster.ask(f"/{address.rpartition('/')[2]}-*/_settings")
    assert sorted(name.rpartition("-")[2] for name in left) == ["1", "store"]


def test_a_machine_is_killed_while_clients_search(cluster: Machines, folder: Path, address: str) -> None:
    given = ("few.jsonl", "--index", address, "--shards", "3", "--replicas", "1")
    assert wensou("index", *given, cwd=folder).returncode == 0
    several = "\n".join(QUERIES * 100) + "\n"

    def search(query: str) -> tuple[int, str, str]:
        done = wensou("search", query, "--format", "ids", "--index", address, cwd=folder)
        return done.returncode, done.stdout, done.stderr

    def search_all(_: int) -> tuple[int, str, str]:
        done = wensou("search", "--batch", "--fields", "id", "--index", address, cwd=folder, stdin=several)
        return done.returncode, done.stdout, done.stderr

    expected = {query: search(query) for query in QUERIES}
    expected_of_all = search_all(0)
    with ThreadPoolExecutor(4) as clients:
        batches = [clients.submit(search_all, client) for client in range(2)]
        single = [(query, clients.submit(search, query)) for query in QUERIES * 8]
        with cluster.without(cluster.manager()):
            for query, answer in single:
                assert answer.result() == expected[query]
            for batch in batches:
                assert batch.result() == expected_of_all


def test_a_part_without_copies_is_missing_while_its_machine_is(cluster: Machines, folder: Path, address: str) -> None:
    given = ("few.jsonl", "--index", address, "--shards", "3", "--replicas", "0")
    assert wensou("index", *given, cwd=folder).returncode == 0
    before = wensou("search", "合同", "--format", "ids", "--index", address, cwd=folder)
    for machine in cluster.machines:  # each has other documents that a search needs
        with cluster.without(machine):
            missing = wensou("search", "合同", "--index", address, cwd=folder)
            assert (missing.returncode, missing.stdout) == (2, "")
            assert "part of it may be missing" in missing.stderr
    after = wensou("search", "合同", "--format", "ids", "--index", address, cwd=folder)
    assert (after.returncode, after.stdout, after.stderr) == (0, before.stdout, "")
