"""Newsletters read where they can do no harm: in another process, unless they are small texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from corpus import corrections
from corpus.errors import CorpusError, WensouError
from corpus.kinds import is_plain
from corpus.language import tr
from corpus.limits import Limits, within
from corpus.readers import load
from search.errors import LostError

if TYPE_CHECKING:
    from search.workers.pool import Pool

Result = TypeVar("Result")

# A text of so many bytes is read in a second or two, whatever stands in it, and takes some tens of MB.
_SMALL: Final = 1 << 18


def is_confined(path: Path, size: int) -> bool:
    """Whether a newsletter has to be read where it can do no harm: all that are not small texts by name and content.

    Compiled libraries read the others, and what a small file unpacks to may be large.
    """
    if size > _SMALL or corrections.has_side_file(path):
        return True
    try:
        return not is_plain(load(path), path.suffix.lower())
    except CorpusError:  # that is told when it is read
        return False


def lost(path: Path, fault: CorpusError) -> CorpusError:
    """The fault of a file over which a process was lost."""
    return type(fault)(f"{path}: {fault}")


@contextmanager
def mistakes_told(path: Path | None = None) -> Iterator[None]:
    """Turns a mistake of ours into a fault of the file that is read, which names it: others are read all the same."""
    try:
        yield
    except (WensouError, MemoryError):
        raise
    except Exception as mistake:
        from traceback import extract_tb

        place = extract_tb(mistake.__traceback__)[-1]
        what = f"{type(mistake).__name__}: {mistake}, {Path(place.filename).name}:{place.lineno}"
        fault = CorpusError(
            tr(
                "could not be read for a mistake in wensou ({what}); please report it, if you can with the file",
                what=what,
            )
        )
        raise (fault if path is None else lost(path, fault)) from mistake


class Apart:
    """Does what may hang, crash or fill the memory over a file, within the `limits`, in one other process."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pool: Pool | None = None

    def close(self) -> None:
        """Ends the process, if there is one."""
        if self._pool is not None:
            self._pool.close()

    def do(self, work: Callable[..., Result], path: Path, **arguments: Any) -> Result:
        """What `work` makes of the newsletter at `path`. Raises `CorpusError` where it is lost, too."""
        size = path.stat().st_size if path.is_file() else 0
        if not is_confined(path, size):
            with within(self._limits):
                return _work(work, path, arguments)
        from search.workers.pool import Pool

        self._pool = self._pool or Pool(self._limits)
        try:
            result: Result = self._pool.submit(_work, work, path, arguments).result()
        except LostError as gone:
            raise lost(path, gone.fault) from None
        return result


def _work(work: Callable[..., Result], path: Path, arguments: dict[str, Any]) -> Result:
    with mistakes_told(path):
        return work(path, **arguments)
