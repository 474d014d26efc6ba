"""What the system refuses Tantivy is told as that: no damage, and which file it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.engines.damage import damage_explained
from index.engines.tantivy.faults import DAMAGE, refusals_told
from index.errors import EngineError, IndexDamagedError

GENERATION = Path("generations", "1")


@pytest.mark.parametrize(
    ("said", "file"),
    [
        (
            "Failed to open file for read: 'IoError { io_error: Os { code: 13, kind: PermissionDenied, message: "
            '"Permission denied" }, filepath: ".managed.json" }\'',
            GENERATION / ".managed.json",
        ),
        (
            'Failed to acquire Lockfile: IoError(Os { code: 13, kind: PermissionDenied, message: "Permission denied" })'
            ". None",
            GENERATION,
        ),
    ],
)
def test_a_file_that_may_not_be_used_is_no_damage(said: str, file: Path) -> None:
    with pytest.raises(PermissionError) as told, damage_explained(*DAMAGE), refusals_told(GENERATION):
        raise ValueError(said)
    assert told.value.filename == str(file)


def test_a_file_that_is_gone_is_damage_and_named() -> None:
    said = 'IoError { io_error: Os { code: 2, kind: NotFound, message: "No such file" }, filepath: "a.term" }'
    with (
        pytest.raises(IndexDamagedError, match=r"a\.term: No such file"),
        damage_explained(*DAMAGE),
        refusals_told(GENERATION),
    ):
        raise ValueError(said)


def test_a_thread_that_died_could_not_write() -> None:
    with pytest.raises(EngineError, match=r"cannot write its files in generations.1"), refusals_told(GENERATION):
        raise ValueError("An index writer was killed")
