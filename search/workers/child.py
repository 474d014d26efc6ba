"""What runs in another process: the tasks that it is given, one after the other, each within bounds of time and memory.

The process ends by itself where a task breaks them, whatever it is at, and when the one that started it is gone.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import pickle
import signal
import threading
from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module
from queue import SimpleQueue
from typing import BinaryIO, Final

from corpus.language import speak
from corpus.limits import Limits, within

# Exit statuses, as `subprocess` tells them. The first is that of the system's alarm or, on Windows, `faulthandler`.
TOO_LONG: Final = -signal.SIGALRM if hasattr(signal, "SIGALRM") else 1
NO_MEMORY: Final = 70
NOT_STARTED: Final = 71
# So many more objects than before make Python look for cycles of garbage, of which tasks leave few.
_GARBAGE: Final = 20_000


def serve(given: BinaryIO) -> None:
    """Does the tasks that come in `given`, and writes what comes of each to what is standard output at first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process's to handle
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # it ends the process
    gc.set_threshold(_GARBAGE)
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):  # what libraries print must not come between the answers
        os.dup2(nowhere, stream)
    limits, modules, spoken = pickle.load(given)  # from the process that started this one  # noqa: S301
    speak(spoken)
    _prepare(limits, modules)
    tasks: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_receive, args=(given, tasks), daemon=True).start()
    with within(limits):
        while True:
            answers.write(_answer(tasks.get(), limits.seconds, nowhere))
            answers.flush()


def _prepare(limits: Limits, modules: Iterable[str]) -> None:
    for module in modules:
        import_module(module)
    try:
        import resource
    except ImportError:  # Windows
        return
    # A document must not be left on the disk in what a crash leaves.
    for kind, most in ((resource.RLIMIT_AS, limits.memory), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        with suppress(ValueError, OSError):  # macOS has no bound for addresses
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _receive(given: BinaryIO, tasks: SimpleQueue[bytes]) -> None:
    """Takes tasks before they are asked for, so that none is waited for; their end is that of the first process."""
    with suppress(Exception):
        while True:
            tasks.put(pickle.load(given))  # noqa: S301
    os._exit(0)


def _answer(task: bytes, seconds: float, nowhere: int) -> bytes:
    _end_after(seconds, nowhere)
    try:
        work, arguments = pickle.loads(task)  # noqa: S301
        return pickle.dumps((True, work(*arguments)), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        os._exit(NO_MEMORY)
    except Exception as fault:
        return pickle.dumps((False, _portable(fault)))
    finally:
        _end_after(0, nowhere)


def _end_after(seconds: float, nowhere: int) -> None:
    """Ends this process after so long, whatever it is at, even where a library never gives back control; 0 is never."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
    elif seconds:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
    else:
        faulthandler.cancel_dump_traceback_later()


def _portable(fault: Exception) -> Exception:
    """The fault, or one like it that another process can be sent."""
    try:
        pickle.loads(pickle.dumps(fault))  # noqa: S301
    except Exception:
        return RuntimeError(f"{type(fault).__name__}: {fault}")
    return fault
