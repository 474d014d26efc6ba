"""A file of ready articles is written here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.ready.support import Write, table


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file: JSON Lines of dicts and strings, or the rows of a table, or bytes as they are."""

    def _write(*lines: Any, name: str = "文.jsonl", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        if lines and isinstance(lines[0], bytes):
            path.write_bytes(b"".join(lines))
        elif name.endswith(".csv"):
            path.write_bytes(table(lines).encode(encoding))
        else:
            text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
            path.write_bytes(text.encode(encoding))
        return path

    return _write
