"""`python -m wensou` is the `wensou` command."""

from __future__ import annotations

from search.cli import main

if __name__ == "__main__":
    main()
