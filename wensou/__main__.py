"""The `wensou` command, which is `python -m wensou` too."""

from __future__ import annotations

import os
import signal


def main() -> None:
    """Loads the program and runs it. Ctrl-C while it loads ends the process as quietly as later on."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else whoever started us has it ignored
        signal.signal(signal.SIGINT, lambda *_: os._exit(128 + signal.SIGINT))
    from search.cli import main as run

    run()


if __name__ == "__main__":
    main()
