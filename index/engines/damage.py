"""What engines raise over damaged files, in words that say how to mend them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EINVAL, EISDIR, ELOOP, ENOENT, ENOTDIR
from pathlib import Path
from typing import Final

from corpus.errors import WensouError
from corpus.language import tr
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
        what = (
            f"{Path(fault.filename).name}: {tr(str(fault.strerror))}"
            if fault.filename
            else tr(str(str(fault.strerror)))
        )
        raise IndexDamagedError(
            tr("the index is damaged ({what}); {rebuild}", what=what, rebuild=tr(REBUILD))
        ) from fault
    except BaseException as fault:
        if not isinstance(fault, types) and type(fault).__name__ not in names:
            raise
        raise IndexDamagedError(
            tr("the index is damaged; {rebuild}; which file is to blame: wensou status --check", rebuild=tr(REBUILD))
        ) from fault


def strangers(directory: Path, is_own: Callable[[str], bool]) -> list[str]:
    """Files of a generation that an engine does not make, as messages."""
    return [
        tr("{path} is no file of an index; remove it", path=path)
        for path in sorted(directory.iterdir())
        if not is_own(path.name)
    ]
