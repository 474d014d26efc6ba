"""Writes the files anew, all or those of the cases that are named: `make golden GOLDEN="status config"`. Then read what
changed, as whoever will use it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.golden.cases import CASES, FILES, prepare, shown

with TemporaryDirectory() as name:
    folder = Path(name, "office")
    folder.mkdir()
    prepare(folder)
    for file in FILES.glob("*.txt"):
        if file.stem not in CASES:
            file.unlink()
    for case in sys.argv[1:] or CASES:
        (FILES / f"{case}.txt").write_text(shown(case, folder), encoding="utf-8")
