"""Work in order: what a step has to read can be read in another process, what comes of it is taken here, step by step.

What comes of a run is the same for any number of processes.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from corpus.errors import WensouError
from corpus.language import language, speak, tr
from corpus.records import Article
from index.engines import Encoded

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

# Makes articles ready for the index.
Encode: TypeAlias = Callable[[Sequence[Article]], "list[Encoded]"]
# Makes the result of a step of its argument.
Work: TypeAlias = Callable[[Any, Encode], Any]


@dataclass(frozen=True, slots=True)
class Step:
    """`then` is called here, in the order of the steps, with what `work` makes of `argument`, wherever that is done.

    A step without work is called with its argument.
    """

    then: Callable[[Any], None]
    argument: Any = None
    work: Work | None = None


# Steps in order, with their results, which others may still be working on.
_Waiting: TypeAlias = "deque[tuple[Step, Future[Any]]]"
# For each of the other processes, one step to work on and one that follows at once.
_AHEAD: Final = 2
# For each process, results that may wait in memory for one that takes longer.
_MOST_WAITING: Final = 4


class Workers:
    """Processes that do the work of steps: `jobs` in all, this one among them."""

    def __init__(self, jobs: int = 1) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def start(self) -> None:
        """Starts the processes, which takes them some tenths of a second, before there is work."""
        if self._pool is None and self._jobs > 1:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            # Started anew, not forked: the writer's lock and threads must not be in them.
            self._pool = ProcessPoolExecutor(self._jobs - 1, get_context("spawn"), _begin, (language(),))
            for _ in range(self._jobs - 1):
                self._submit(_nothing)

    def close(self) -> None:
        """Ends the processes; work that is under way is finished in vain."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def take(self, steps: Iterable[Step], encode: Encode, *, here: bool = False) -> None:
        """Takes all steps, their work done by all processes, or by this one `here`.

        Steps are made no faster than they are taken, so that few wait in memory. Raises what a step raises, and
        WensouError if a process dies.
        """
        others = 0 if here else self._jobs - 1
        if others:
            self.start()
        waiting: _Waiting = deque()
        try:
            for step in steps:
                under_way = sum(not result.done() for _, result in waiting)
                elsewhere = step.work is not None and under_way < _AHEAD * others
                result = self._submit(_work, step.work, step.argument, encode) if elsewhere else _done(step, encode)
                waiting.append((step, result))
                while waiting and (waiting[0][1].done() or len(waiting) > _MOST_WAITING * self._jobs):
                    _take_first(waiting)
            while waiting:
                _take_first(waiting)
        except BrokenExecutor as fault:
            raise WensouError(
                tr(
                    "a process that was reading died, perhaps for want of memory; nothing was changed; "
                    "use fewer: --jobs 1"
                )
            ) from fault

    def _submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Hands work to a process, which may have to be started for it."""
        assert self._pool is not None
        with _interrupts_held():
            return self._pool.submit(work, *arguments)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Lets interrupts wait. Processes that are started meanwhile never get any, not even before `_begin`."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _done(step: Step, encode: Encode) -> Future[Any]:
    """The result of a step that is done here and now."""
    result: Future[Any] = Future()
    result.set_result(step.work(step.argument, encode) if step.work else step.argument)
    return result


def _take_first(waiting: _Waiting) -> None:
    step, result = waiting.popleft()
    step.then(result.result())


# In the other processes


def _begin(spoken: str) -> None:
    """Prepares a process, whose messages are in the language of the first one's. Interrupts are that one's to handle;
    should it be killed, this one ends.
    """
    speak(spoken)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _nothing() -> None:
    """What a process is started with."""


def _work(work: Work, argument: Any, encode: Encode) -> Any:
    return work(argument, _kept(encode))


@lru_cache(maxsize=1)
def _kept(encode: Encode) -> Encode:
    """The first one of those that are equal: it has its dictionary open."""
    return encode
