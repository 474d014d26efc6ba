"""Which cluster is meant, who asks, and what is told where nobody answers: no cluster is needed for that."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.cluster.access import access
from index.engines.opensearch.connection import Patience
from index.errors import ClusterError
from tests.cluster.nodes import free_port
from tests.support.program import wensou

SECRETS = ("WENSOU_USER", "WENSOU_PASSWORD", "WENSOU_API_KEY", "WENSOU_CREDENTIALS", "WENSOU_CA_FILE")


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """No credentials are set."""
    for name in SECRETS:
        monkeypatch.delenv(name, raising=False)


def test_an_address_names_machines_and_an_index() -> None:
    found, name = access("https://a:9200,b.example:9201/news-2024/")
    assert (found.hosts, name) == (("https://a:9200", "https://b.example:9201"), "news-2024")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://a:9200", "names no index"),
        ("https://a:9200/News", "no name of an index"),
        ("https://a:9200/x/y", "no name of an index"),
        ("https://a:port/x", "no address of a machine"),
        ("https:///x", "no address of a machine"),
        ("https://me:secret@a:9200/x", "must not hold a password"),
    ],
)
def test_what_is_no_address_is_told(address: str, said: str) -> None:
    with pytest.raises(ClusterError, match=said) as caught:
        access(address)
    assert "secret" not in str(caught.value)


def test_who_asks_comes_from_the_environment_and_shows_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENSOU_USER", "reader")
    monkeypatch.setenv("WENSOU_PASSWORD", "hush")
    found, _ = access("https://a:9200/x")
    assert (found.user, found.password) == ("reader", "hush")
    assert "hush" not in repr(found)


def test_who_asks_comes_from_a_file_that_nobody_else_can_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "who"
    file.write_text("# for the archive\napi_key = abc=\n", encoding="utf-8")
    monkeypatch.setenv("WENSOU_CREDENTIALS", str(file))
    file.chmod(0o644)
    with pytest.raises(ClusterError, match="chmod 600"):
        access("https://a:9200/x")
    file.chmod(0o600)
    assert access("https://a:9200/x")[0].api_key == "abc="
    file.write_text("key: abc\n", encoding="utf-8")
    with pytest.raises(ClusterError, match=r"who:1: write user"):
        access("https://a:9200/x")


def test_a_certificate_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    for why in ("No such file or directory", "it is no certificate"):
        done = wensou("status", "--index", "https://127.0.0.1:1/x", "--ca-file", file, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"ca.pem cannot be read: {why}" in done.stderr
        file.write_text("none", encoding="utf-8")


@pytest.mark.parametrize("arguments", [("search", "农业"), ("index", "."), ("status",)])
def test_a_cluster_that_is_down_is_told(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "甲.jsonl").write_text('{"body": "农业"}\n', encoding="utf-8")
    done = wensou(*arguments, "--index", f"http://127.0.0.1:{free_port()}/x", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "nobody answers at http://127.0.0.1:" in done.stderr


def test_each_machine_is_asked_once_at_least() -> None:
    waiting = Patience(0.0, least=3)
    assert [waiting.lasts() for _ in range(4)] == [True, True, False, False]
