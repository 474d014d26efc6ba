"""What engines raise over damaged files, in words that say how to mend them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from errno import EINVAL, ENOENT
from typing import Final

from corpus.errors import WensouError
from index.errors import REBUILD, IndexDamagedError

# What a fault in Rust code becomes; it is no Exception.
_PANIC: Final = "PanicException"


@contextmanager
def damage_explained() -> Iterator[None]:
    """Makes what an engine raises over damaged files a fault that says how to mend them.

    Damage shows as whatever the bytes happen to provoke. What the system says of disks, permissions and memory stays as
    it is.
    """
    try:
        yield
    except (WensouError, MemoryError):
        raise
    except BaseException as fault:
        if not isinstance(fault, Exception) and type(fault).__name__ != _PANIC:
            raise
        if isinstance(fault, OSError) and fault.errno not in {None, ENOENT, EINVAL}:
            raise
        what = f"{type(fault).__name__}: {fault}".rstrip(": ")
        raise IndexDamagedError(f"the index is damaged ({what}); {REBUILD}") from fault
