"""A cluster that asks who asks: certificates, users, and what they may do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.nodes import secure_machine
from tests.cluster.security import ALLOWED, READER, WRITER
from tests.support.cluster import needs_cluster
from tests.support.places import SAMPLES
from tests.support.program import wensou

pytestmark = needs_cluster


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copytree(SAMPLES, folder / "通讯", ignore=lambda _, names: [name for name in names if name[-4:] != ".txt"])
    return folder


@pytest.fixture(scope="module")
def machine(home: Path) -> Iterator[tuple[str, Path]]:
    """The address of an index of the samples that the writer has made, and the certificate that vouches for it."""
    with secure_machine() as (running, vouching):
        address = f"{running}/{ALLOWED}"
        done = wensou("index", "通讯", "--index", address, "--ca-file", vouching, cwd=home, **WRITER)
        assert (done.returncode, done.stderr) == (0, "")
        yield address, vouching


def test_whoever_may_read_alone_can_search(home: Path, machine: tuple[str, Path]) -> None:
    address, vouching = machine
    given = {**READER, "WENSOU_INDEX": address, "WENSOU_CA_FILE": str(vouching)}
    for arguments in (
        ("search", "农业保险"),
        ("search", "合作社", "--count-by", "region"),
        ("list", "units"),
        ("status",),
    ):
        done = wensou(*arguments, cwd=home, **given)
        assert (done.returncode, done.stderr) == (0, ""), arguments
        assert done.stdout, arguments
    for command in (["index", "通讯"], ["index", "--rebuild", "通讯"], ["remove", "通讯"]):
        done = wensou(*command, cwd=home, **given)
        assert (done.returncode, done.stdout) == (2, ""), command
        assert "does not let this user do that" in done.stderr, command
    assert wensou("search", "农业保险", cwd=home, **given).returncode == 0


def test_whoever_may_write_can_bring_up_to_date_rebuild_and_check(home: Path, machine: tuple[str, Path]) -> None:
    address, vouching = machine
    given = {**WRITER, "WENSOU_INDEX": address, "WENSOU_CA_FILE": str(vouching)}
    for arguments in (("index", "通讯"), ("index", "--rebuild", "通讯"), ("status", "--check")):
        done = wensou(*arguments, cwd=home, **given)
        assert (done.returncode, done.stderr) == (0, ""), arguments


@pytest.mark.parametrize(
    "who",
    [{}, {"WENSOU_USER": "reader", "WENSOU_PASSWORD": "wrong-word"}, {"WENSOU_API_KEY": "wrong-word"}],
    ids=["nobody", "wrong password", "wrong key"],
)
def test_who_is_not_known_is_told_so(home: Path, machine: tuple[str, Path], who: dict[str, str]) -> None:
    address, vouching = machine
    done = wensou("search", "农业", "--index", address, "--ca-file", vouching, cwd=home, **who)
    assert (done.returncode, done.stdout) == (2, "")
    assert "does not know who asks" in done.stderr
    assert "word" not in done.stderr.replace("WENSOU_PASSWORD", "")


def test_a_certificate_that_nobody_vouches_for_is_not_believed(home: Path, machine: tuple[str, Path]) -> None:
    done = wensou("search", "农业", "--index", machine[0], cwd=home, **READER)
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot prove who it is" in done.stderr
    assert "--ca-file" in done.stderr
