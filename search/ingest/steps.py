"""Work in order: what a step has to read can be read in another process, what comes of it is taken here, step by step.

What comes of a run is the same for any number of processes.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import connection, get_context, parent_process
from typing import Any, TypeAlias

from corpus.errors import WensouError
from corpus.records import Article
from index.engines import Encoded

# Makes articles ready for the index.
Encode: TypeAlias = Callable[[Sequence[Article]], "list[Encoded]"]


@dataclass(frozen=True, slots=True)
class Step:
    """`then` is called here, in the order of the steps, with what `work` makes of `argument`, wherever that is done.

    A step without work is called with its argument.
    """

    then: Callable[[Any], None]
    argument: Any = None
    work: Callable[[Any, Encode], Any] | None = None


class Workers:
    """Processes that do the work of steps: as many as `jobs`, or this one alone where that is 1."""

    def __init__(self, jobs: int = 1) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def start(self) -> None:
        """Starts the processes, which takes them some tenths of a second, before there is work."""
        if self._pool is None and self._jobs > 1:
            # Started anew, not forked: the writer's lock and threads must not be in them.
            self._pool = ProcessPoolExecutor(self._jobs, get_context("spawn"), _begin)
            for _ in range(self._jobs):
                self._submit(_nothing)

    def close(self) -> None:
        """Ends the processes; work that is under way is finished in vain."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def take(self, steps: Iterable[Step], encode: Encode, *, here: bool = False) -> None:
        """Takes all steps, their work done by the processes, or `here`.

        Steps are made no faster than they are taken, so that few wait in memory. Raises what a step raises, and
        WensouError if a process dies.
        """
        if here or self._jobs == 1:
            for step in steps:
                step.then(step.work(step.argument, encode) if step.work else step.argument)
            return
        self.start()
        waiting: deque[tuple[Step, Future[Any] | None]] = deque()
        try:
            for step in steps:
                work = step.work
                waiting.append((step, self._submit(_work, work, step.argument, encode) if work else None))
                if len(waiting) > 2 * self._jobs + 1:
                    _finish(*waiting.popleft())
            while waiting:
                _finish(*waiting.popleft())
        except BrokenProcessPool as fault:
            raise WensouError(
                "a process that was reading died, perhaps for want of memory; nothing was changed; use fewer: --jobs 1"
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


def _finish(step: Step, done: Future[Any] | None) -> None:
    step.then(done.result() if done else step.argument)


# In the other processes


def _begin() -> None:
    """Prepares a process. Interrupts are the first process's to handle; should that one be killed, this one ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _nothing() -> None:
    """What a process is started with."""


def _work(work: Callable[[Any, Encode], Any], argument: Any, encode: Encode) -> Any:
    return work(argument, _kept(encode))


@lru_cache(maxsize=1)
def _kept(encode: Encode) -> Encode:
    """The first one of those that are equal: it has its dictionary open."""
    return encode
