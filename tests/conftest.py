"""Fixtures that many tests share."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from corpus.records import Article
from index import Index
from search.searcher import Searcher
from tests.support.indexes import build_index, index_files
from tests.support.places import REAL_ISSUE, SAMPLES, needs_shared
from tests.support.program import wensou

# Messages are in English whatever the locale is, in this process and in those it starts.
os.environ["WENSOU_LANGUAGE"] = "en"
# Ctrl-C means the same however the tests were started: a shell has what it starts in the background ignore it.
signal.signal(signal.SIGINT, signal.default_int_handler)
# No test asserts a time: a machine may be as slow as it likes.
settings.register_profile("wensou", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", settings.get_profile("wensou"), max_examples=2_000)  # see `make properties`
settings.load_profile("wensou")


@pytest.fixture(scope="session")
def samples_index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of the three sample issues."""
    return index_files(tmp_path_factory.mktemp("samples"), sorted(SAMPLES.glob("*.txt")))


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples in `通讯` and an index of them, as the pages of the documentation assume it."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "通讯").mkdir()
    for sample in SAMPLES.glob("*.txt"):
        shutil.copy(sample, folder / "通讯")
    assert wensou("index", "通讯", cwd=folder).returncode == 0
    return folder


@pytest.fixture(scope="session")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of the real issue."""
    needs_shared(REAL_ISSUE)
    return index_files(tmp_path_factory.mktemp("real"), [REAL_ISSUE])


@pytest.fixture
def search_in(tmp_path: Path) -> Callable[..., Searcher]:
    """Makes a searcher over articles given as bodies or records."""

    def make(*articles: str | Article, user_words: dict[str, int | None] | None = None) -> Searcher:
        return Searcher(build_index(tmp_path / ".wensou", articles, user_words=user_words))

    return make
