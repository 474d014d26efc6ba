"""Work in order: what a step has to read can be read in another process, what comes of it is taken here, step by step.

What comes of a run is the same for any number of processes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from corpus.errors import CorpusError
from corpus.limits import LIMITS, Limits
from corpus.records import Article
from index.engines import Encoded
from search.errors import LostError

if TYPE_CHECKING:
    from search.workers.pool import Pool

# Makes articles ready for the index.
Encode: TypeAlias = Callable[[Sequence[Article]], "list[Encoded]"]
# Makes the result of a step of its argument.
Work: TypeAlias = Callable[[Any, Encode], Any]


@dataclass(frozen=True, slots=True)
class Step:
    """`then` is called here, in the order of the steps, with what `work` makes of `argument`, wherever that is done.

    A step without work is called with its argument. Work that is `confined` may hang, crash or fill the memory: it is
    done by other processes alone. Where one of these is lost over a step, `lost` makes the result of its argument and
    of what happened.
    """

    then: Callable[[Any], None]
    argument: Any = None
    work: Work | None = None
    lost: Callable[[Any, CorpusError], Any] | None = None
    confined: bool = False


# Steps in order, with their results, which others may still be working on.
_Waiting: TypeAlias = "deque[tuple[Step, Future[Any]]]"
# For each of the other processes, one step to work on and one that follows at once.
_AHEAD: Final = 2
# For each process, results that may wait in memory for one that takes longer.
_MOST_WAITING: Final = 4


class Workers:
    """Processes that do the work of steps within the `limits`: `jobs` in all, this one among them, but that confined
    work keeps `jobs` of them busy while this one takes what comes of it.
    """

    def __init__(self, jobs: int = 1, limits: Limits = LIMITS) -> None:
        self._jobs = jobs
        self._limits = limits
        self._started: Pool | None = None

    def start(self) -> None:
        """Starts processes, which takes them some tenths of a second, before there is work."""
        if self._jobs > 1:
            self._pool().start(self._jobs - 1)

    def close(self) -> None:
        """Ends the processes, whatever they are at."""
        if self._started is not None:
            self._started.close()

    def _pool(self) -> Pool:
        if self._started is None:
            from search.workers.pool import Pool

            # Whatever is read is cut into words, and rjieba takes .2 s to load.
            self._started = Pool(self._limits, filter(find_spec, ["search.ingest.reading", "rjieba"]))
        return self._started

    def take(self, steps: Iterable[Step], encode: Encode, *, here: bool = False) -> None:
        """Takes all steps, their work done by all processes, or where there is little by this one `here`, and by one
        other if some is confined.

        Steps are made no faster than they are taken, so that few wait in memory. Raises what a step raises.
        """
        others = 0 if here else self._jobs - 1
        for_confined = 1 if here else self._jobs
        waiting: _Waiting = deque()
        for step in steps:
            most = for_confined if step.confined else others
            while step.confined and len(_under_way(waiting)) >= _AHEAD * most:
                wait(_under_way(waiting), return_when=FIRST_COMPLETED)
            under_way = len(_under_way(waiting))
            if step.work is not None and under_way < _AHEAD * most:
                self._pool().start(min(most, under_way + 1))
                result = self._pool().submit(_work, step.work, step.argument, encode)
            else:
                result = _done(step, encode)
            waiting.append((step, result))
            while waiting and (waiting[0][1].done() or len(waiting) > _MOST_WAITING * self._jobs):
                _take_first(waiting)
        while waiting:
            _take_first(waiting)


def _under_way(waiting: _Waiting) -> list[Future[Any]]:
    return [result for _, result in waiting if not result.done()]


def _done(step: Step, encode: Encode) -> Future[Any]:
    """The result of a step that is done here and now."""
    result: Future[Any] = Future()
    result.set_result(step.work(step.argument, encode) if step.work else step.argument)
    return result


def _take_first(waiting: _Waiting) -> None:
    step, result = waiting.popleft()
    try:
        value = result.result()
    except LostError as lost:
        assert step.lost is not None
        value = step.lost(step.argument, lost.fault)
    step.then(value)


# In the other processes


def _work(work: Work, argument: Any, encode: Encode) -> Any:
    return work(argument, _kept(encode))


@lru_cache(maxsize=1)
def _kept(encode: Encode) -> Encode:
    """The first one of those that are equal: it has its dictionary open."""
    return encode
