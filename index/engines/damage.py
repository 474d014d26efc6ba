"""What engines raise over damaged files, in words that say how to mend them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EINVAL, EISDIR, ELOOP, ENOENT, ENOTDIR
from pathlib import Path
from typing import Final

from corpus.errors import WensouError
from index.errors import REBUILD, IndexDamagedError

# What the system says of files that are gone, cut short, or something else. All else that it may say, of disks,
# permissions and memory, is no damage.
_DAMAGE: Final = {ENOENT, EINVAL, EISDIR, ENOTDIR, ELOOP}


@contextmanager
def damage_explained(*kinds: type[Exception] | str) -> Iterator[None]:
    """Makes what an engine raises over damaged files a fault that says how to mend them.

    These are missing files, and `kinds` of exceptions, some of them by name: those of Rust have no type to import. Any
    other exception is a mistake of ours.
    """
    types = tuple(kind for kind in kinds if isinstance(kind, type))
    names = {kind for kind in kinds if isinstance(kind, str)}
    try:
        yield
    except WensouError:
        raise
    except OSError as fault:
        if fault.errno not in _DAMAGE:
            raise
        what = f"{Path(fault.filename).name}: {fault.strerror}" if fault.filename else str(fault.strerror)
        raise IndexDamagedError(f"the index is damaged ({what}); {REBUILD}") from fault
    except BaseException as fault:
        if not isinstance(fault, types) and type(fault).__name__ not in names:
            raise
        raise IndexDamagedError(
            f"the index is damaged; {REBUILD}; which file is to blame: wensou status --check"
        ) from fault


def strangers(directory: Path, is_own: Callable[[str], bool]) -> list[str]:
    """Files of a generation that an engine does not make, as messages."""
    return [
        f"{path} is no file of an index; remove it" for path in sorted(directory.iterdir()) if not is_own(path.name)
    ]
