"""The `wensou` command, which is `python -m wensou` too."""

from __future__ import annotations

import gc
import os
import signal
from typing import Final

# So many more objects than before make Python look for cycles of garbage. As often as it would by itself, it would
# spend a tenth of a search on modules, which stay.
_GARBAGE: Final = 20_000


def main() -> None:
    """Loads the program and runs it. Ctrl-C while it loads ends the process as quietly as later on."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else whoever started us has it ignored
        signal.signal(signal.SIGINT, lambda *_: os._exit(128 + signal.SIGINT))
    gc.set_threshold(_GARBAGE)
    from search.cli import main as run

    run()


if __name__ == "__main__":
    main()
