"""What Tantivy says where it fails, told apart: what the system refuses, and what comes of damaged files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from corpus.language import tr
from index.errors import EngineError

# What damaged files make Tantivy raise: all its errors are one kind of exception, or Rust code gives up.
DAMAGE: Final = (ValueError, "PanicException")

# What it says where the system refuses something: a number of the system's, with the name of a file or without, or no
# more than that a thread has died, which writes new files and reads none.
_SYSTEM_FAULT: Final = r'(?:os error|code:) (\d+)(?:.*filepath: "([^"]+)")?'
_THREAD_DIED: Final = "index writer was killed"
# Rust tells on standard error where it gives up; of the way there nobody wants to read.
os.environ["RUST_BACKTRACE"] = "0"


@contextmanager
def refusals_told(directory: Path) -> Iterator[None]:
    """Tells what the system refuses in a directory, such as to write to a full disk, from what comes of damaged
    files.
    """
    try:
        yield
    except ValueError as fault:
        if found := re.search(_SYSTEM_FAULT, str(fault)):
            path = directory / (found[2] or "")
            raise OSError(int(found[1]), os.strerror(int(found[1])), str(path)) from fault
        if _THREAD_DIED in str(fault):
            raise EngineError(
                tr(
                    "Tantivy cannot write its files in {path}; the disk may be full, or the folder not be writable",
                    path=directory,
                )
            ) from fault
        raise
