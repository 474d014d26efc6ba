"""A folder of issues, and its index by each engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import writer
from index.engines import ENGINES
from search.ingest import Summary
from search.sources import SourceNames
from tests.indexing.support import ISSUE
from tests.support.indexes import ingest_into


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three issues."""
    for name, place in (("一", "通道县"), ("二", "芷江县"), ("三", "会同县")):
        (tmp_path / f"{name}.txt").write_text(ISSUE.format(place=place), encoding="utf-8")
    return tmp_path


@pytest.fixture(params=ENGINES)
def update(folder: Path, request: pytest.FixtureRequest) -> Callable[..., Summary]:
    """Indexes the folder."""

    def run(**options: Any) -> Summary:
        writing = {name: options.pop(name) for name in ("rebuild", "user_words") if name in options}
        with writer(folder / ".wensou", engine_name=request.param, **writing) as transaction:
            return ingest_into(transaction, [folder], SourceNames(folder), **options)

    return run
