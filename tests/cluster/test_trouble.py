"""What is told of a cluster that cannot do what is asked: exit status 2 and what to do, never a traceback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.cluster import CLUSTER, needs_cluster, new_address, remove_all
from tests.support.program import wensou


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with two files of articles."""
    (tmp_path / "甲.jsonl").write_text('{"id": "a1", "body": "农业保险"}\n', encoding="utf-8")
    (tmp_path / "乙.jsonl").write_text('{"id": "a2", "body": "抗旱"}\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def address(home: Path) -> Iterator[str]:
    """The address of an index of one of them."""
    made = new_address()
    assert wensou("index", "甲.jsonl", "--index", made, cwd=home).returncode == 0
    yield made
    remove_all()


def tell(method: str, path: str, settings: object = None) -> None:
    """Asks the cluster for something, as whoever runs it would."""
    first = CLUSTER.removeprefix("http://").partition(",")[0]
    asking = HTTPConnection(first, timeout=60)
    asking.request(method, path, json.dumps(settings), {"Content-Type": "application/json"})
    answer = asking.getresponse()
    assert answer.status == 200, answer.read()
    asking.close()


def refused(home: Path, address: str, *arguments: str) -> str:
    """What is told where nothing can be done."""
    done = wensou(*arguments, "--index", address, cwd=home)
    assert (done.returncode, done.stdout) == (2, ""), arguments
    assert done.stderr.startswith("wensou: ")
    assert "Traceback" not in done.stderr
    return done.stderr


@needs_cluster
def test_an_index_that_is_read_only_is_searched_and_not_written_to(home: Path, address: str) -> None:
    name = address.rpartition("/")[2]
    tell("PUT", f"/{name}-1/_settings", {"index.blocks.write": True})
    assert "cannot be written to now" in refused(home, address, "index", "乙.jsonl")
    assert wensou("search", "保险", "--index", address, cwd=home).returncode == 0
    tell("PUT", f"/{name}-1/_settings", {"index.blocks.write": None})
    assert wensou("index", "乙.jsonl", "--index", address, cwd=home).returncode == 0
    assert wensou("search", "抗旱", "--index", address, cwd=home).returncode == 0


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ({"number": "8.15.0", "build_flavor": "default"}, "is Elasticsearch 8.15.0"),
        ({"number": "2.3.0", "distribution": "opensearch"}, "is opensearch 2.3.0"),
    ],
)
def test_a_cluster_that_is_too_old_or_another_is_told(home: Path, version: dict[str, str], said: str) -> None:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = json.dumps({"version": version}).encode()
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        told = refused(home, f"http://127.0.0.1:{server.server_port}/x", "index", ".")
        server.shutdown()
    assert said in told
    assert "OpenSearch 2.4 or later is needed" in told
