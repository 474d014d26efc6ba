"""Fixtures for what every engine must do. An engine that is named in ENGINES goes through all of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest

from index import Index, writer
from index.engines import ENGINES
from search.ingest import Workers
from search.sources import SourceNames
from tests.support.indexes import ingest_into
from tests.support.laws import write_laws
from tests.support.places import LAWS, needs_shared

# Makes an index of the first law articles, or of all, with an engine: once in a run.
LawsIndex = Callable[[str, "int | None"], Index]


@pytest.fixture(scope="session", params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each engine."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def laws_index(tmp_path_factory: pytest.TempPathFactory) -> LawsIndex:
    """Indexes law articles from JSON Lines, as the program does. Skips where they are not at hand."""
    needs_shared(LAWS)

    @cache
    def make(engine_name: str, count: int | None) -> Index:
        folder: Path = tmp_path_factory.mktemp(f"laws-{engine_name}")
        write_laws(folder / "laws.jsonl", count)
        with closing(Workers(2)) as workers, writer(folder / ".wensou", engine_name=engine_name) as transaction:
            summary = ingest_into(transaction, [folder], SourceNames(folder), workers=workers)
        assert (summary.added, summary.faults) == (["laws.jsonl"], [])
        return Index(folder / ".wensou")

    return make
