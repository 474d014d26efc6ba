"""Where tests find documents."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

PROJECT: Final = Path(__file__).resolve().parents[2]
SAMPLES: Final = PROJECT / "corpus" / "samples"
SHARED: Final = PROJECT.parent / "shared"
REAL_ISSUE: Final = SHARED / "corpus" / "工作通讯-2022-10.txt"
LAWS: Final = SHARED / "data" / "laws_articles.jsonl.xz"
POEMS: Final = SHARED / "data" / "poems_20k.jsonl.xz"


def needs_shared(path: Path) -> None:
    """Skips the test where a third-party document, which is no part of the project, is not at hand."""
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the project")
