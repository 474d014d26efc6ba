"""Processes that work for this one, and what becomes of a task over which one of them ends."""

from __future__ import annotations

import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from subprocess import DEVNULL, PIPE, Popen
from typing import Any, Final

from corpus.errors import CorpusError, LargeError, SlowError, WensouError
from corpus.language import language, tr
from corpus.limits import Limits
from search.errors import LostError
from search.workers.child import NO_MEMORY, NOT_STARTED, TOO_LONG

# Answers up to so many bytes wait in a pipe, so that nobody waits for them to be read; where the system has it.
_PIPE: Final = 1 << 20
_BEGIN: Final = f"""
import os
try:
    import pickle, sys
    given = os.fdopen(os.dup(0), "rb")
    sys.path[:] = pickle.load(given)
    from search.workers.child import serve
    serve(given)
finally:
    os._exit({NOT_STARTED})
"""


@dataclass(slots=True)
class _Task:
    """Work and its arguments, pickled."""

    content: bytes
    result: Future[Any] = field(default_factory=Future)
    is_second_try: bool = False


class Pool:
    """Processes, as many as are started, that do what is submitted, each task within the `limits`.

    Where one of them ends, another takes its place. They load `modules` before there is work. Not forked, for they
    must not have this process's locks and threads; nor by `multiprocessing`, for they must neither run the program's
    main module again nor take modules from the working directory, where the documents of strangers may be.
    """

    def __init__(self, limits: Limits, modules: Iterable[str] = ()) -> None:
        self._limits = limits
        self._modules = tuple(modules)
        self._processes: list[_Process] = []
        self._lock = threading.RLock()
        self._is_closed = False

    def start(self, count: int) -> None:
        """Sees to it that there are `count` processes. Raises WensouError if there can be none."""
        with self._lock:
            while len(self._processes) < count:
                self._processes.append(self._begin())

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """What comes of work, once it is done by the process that has the least to do.

        The result raises what the work raises, and LostError.
        """
        task = _Task(pickle.dumps((work, arguments), pickle.HIGHEST_PROTOCOL))
        with self._lock:
            self.start(1)
            min(self._processes, key=lambda process: len(process.tasks)).give(task)
        return task.result

    def close(self) -> None:
        """Ends the processes at once, whatever they are at."""
        with self._lock:
            self._is_closed = True
            processes = tuple(self._processes)
        for process in processes:
            process.end()

    def _begin(self) -> _Process:
        try:
            return _Process(self._limits, self._modules, self._replace)
        except OSError as fault:
            raise WensouError(tr("no process for reading can be started: {why}", why=fault.strerror)) from fault

    def _replace(self, process: _Process, status: int) -> None:
        """Has other processes go on with the tasks of one that ended; the one under way is given up."""
        with self._lock:
            self._processes.remove(process)
            if self._is_closed or not process.tasks:
                return
            first, *others = process.tasks
            # What others left in its memory may be what it ended of.
            if status != TOO_LONG and process.has_served and not first.is_second_try:
                first.is_second_try = True
                others.insert(0, first)
            else:
                first.result.set_exception(LostError(self._fault(status)))
            self._hand_over(others)

    def _hand_over(self, tasks: Sequence[_Task]) -> None:
        try:
            fresh = self._begin() if tasks else None
        except WensouError as fault:
            for task in tasks:
                task.result.set_exception(fault)
            return
        if fresh is not None:
            self._processes.append(fresh)
            for task in tasks:
                fresh.give(task)

    def _fault(self, status: int) -> CorpusError:
        seconds, memory = self._limits.seconds, self._limits.memory >> 20
        if status == TOO_LONG:
            return SlowError(
                tr(
                    "takes more than {seconds:g} seconds to read, so it was not; for more: --allow seconds={more:g}",
                    seconds=seconds,
                    more=5 * seconds,
                )
            )
        if status == NO_MEMORY:
            return LargeError(
                tr(
                    "takes more than {memory} MB of memory to read, so it was not; for more: --allow memory={more}MB",
                    memory=memory,
                    more=2 * memory,
                )
            )
        if status == NOT_STARTED:
            return CorpusError(tr("the process that was to read it could not start; is wensou installed as a whole?"))
        how = signal.Signals(-status).name if status < 0 else f"status {status}"
        return CorpusError(
            tr(
                "the process that read it was ended ({how}), perhaps for want of memory; "
                "split it or save it in another format",
                how=how,
            )
        )


class _Process:
    """One process, and the tasks that it was given: the first of them is under way."""

    def __init__(self, limits: Limits, modules: Sequence[str], ended: Callable[[_Process, int], None]) -> None:
        self.tasks: deque[_Task] = deque()
        self.has_served = False
        self._ended = ended
        self._popen = Popen(  # this very Python, and our words alone  # noqa: S603
            [sys.executable, "-I", *(["-B"] if sys.dont_write_bytecode else []), "-X", _utf8(), "-c", _BEGIN],
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            pipesize=_PIPE,
            start_new_session=True,  # what the terminal sends, Ctrl-C for one, is the first process's to handle
        )
        self._send(sys.path)
        self._send((limits, modules, language()))
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def give(self, task: _Task) -> None:
        """Hands it a task for when it is done with those that it has."""
        self.tasks.append(task)
        self._send(task.content)

    def end(self) -> None:
        """Ends it at once."""
        self._popen.kill()
        self._listener.join()

    def _send(self, what: object) -> None:
        assert self._popen.stdin is not None
        with suppress(OSError, ValueError):  # it has ended, which the listener sees to
            pickle.dump(what, self._popen.stdin, pickle.HIGHEST_PROTOCOL)
            self._popen.stdin.flush()

    def _listen(self) -> None:
        """Takes its answers, in a thread of their own, until it ends."""
        with self._popen:
            assert self._popen.stdout is not None
            with suppress(Exception):  # the end, or an answer that breaks off
                while True:
                    is_done, value = pickle.load(self._popen.stdout)  # noqa: S301
                    result = self.tasks.popleft().result
                    self.has_served = True
                    if is_done:
                        result.set_result(value)
                    else:
                        result.set_exception(value)
            self._popen.kill()
            with suppress(OSError):
                assert self._popen.stdin is not None
                self._popen.stdin.close()
        self._ended(self, self._popen.returncode)


def _utf8() -> str:
    """Names of files are to mean the same there as here."""
    return f"utf8={sys.flags.utf8_mode}"
