"""Fixtures for what every engine must do. An engine that is named in ENGINES goes through all of it, and so does the
one for clusters where a cluster is at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest

from index import Index, writer
from index.engines import ENGINES
from search.ingest import Workers
from search.sources import SourceNames
from tests.support.cluster import CLUSTER, OPENSEARCH, index_place, needs_cluster, remove_all
from tests.support.indexes import ingest_into
from tests.support.laws import write_laws
from tests.support.places import LAWS, needs_shared

# Makes an index of the first law articles, or of all, with an engine: once in a run.
LawsIndex = Callable[[str, "int | None"], Index]


@pytest.fixture(scope="session", params=[*ENGINES, pytest.param(OPENSEARCH, marks=needs_cluster)])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each engine."""
    name: str = request.param
    return name


@pytest.fixture(scope="session", autouse=CLUSTER != "")
def clean_cluster() -> Iterator[None]:
    """Leaves nothing in the cluster."""
    yield
    remove_all()


@pytest.fixture(scope="session")
def laws_index(tmp_path_factory: pytest.TempPathFactory) -> LawsIndex:
    """Indexes law articles from JSON Lines, as the program does. Skips where they are not at hand."""
    needs_shared(LAWS)

    @cache
    def make(engine_name: str, count: int | None) -> Index:
        folder: Path = tmp_path_factory.mktemp(f"laws-{engine_name}")
        place = index_place(engine_name, folder)
        write_laws(folder / "laws.jsonl", count)
        with closing(Workers(2)) as workers, writer(place, engine_name=engine_name) as transaction:
            summary = ingest_into(transaction, [folder], SourceNames(folder), workers=workers)
        assert (len(summary.added), summary.faults) == (1, [])
        return Index(place)

    return make
