"""Work in order: what a step has to read can be read in another process, what comes of it is taken here, step by step.

What comes of a run is the same for any number of processes.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from typing import Any, TypeAlias

from corpus.errors import WensouError
from corpus.records import Article
from index.engines import Encoded

# Makes an article ready for the index.
Encode: TypeAlias = Callable[[Article], Encoded]


@dataclass(frozen=True, slots=True)
class Step:
    """`then` is called here, in the order of the steps, with what `work` makes of `argument`, wherever that is done.

    A step without work is called with its argument.
    """

    then: Callable[[Any], None]
    argument: Any = None
    work: Callable[[Any, Encode], Any] | None = None


def take(steps: Iterable[Step], encode: Encode, jobs: int) -> None:
    """Takes all steps, their work done by as many processes; by this one where `jobs` is 1.

    Steps are made no faster than they are taken, so that few wait in memory. Raises what a step raises, and WensouError
    if a process dies.
    """
    if jobs == 1:
        for step in steps:
            step.then(step.work(step.argument, encode) if step.work else step.argument)
        return
    # Started anew, not forked: the writer's lock and threads must not be in them.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (encode,))
    waiting: deque[tuple[Step, Future[Any] | None]] = deque()
    try:
        for step in steps:
            with _interrupts_held():
                waiting.append((step, pool.submit(_work, step.work, step.argument) if step.work else None))
            if len(waiting) > 2 * jobs + 1:
                _finish(*waiting.popleft())
        while waiting:
            _finish(*waiting.popleft())
    except BrokenProcessPool as fault:
        raise WensouError(
            "a process that was reading died, perhaps for want of memory; nothing was changed; use fewer: --jobs 1"
        ) from fault
    finally:
        pool.shutdown(cancel_futures=True)


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

_encode: Encode | None = None


def _begin(encode: Encode) -> None:
    """Prepares a process. Interrupts are the first process's to handle; should that one be killed, this one ends."""
    global _encode  # noqa: PLW0603  # a process has one task
    _encode = encode
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _work(work: Callable[[Any, Encode], Any], argument: Any) -> Any:
    assert _encode is not None
    return work(argument, _encode)
