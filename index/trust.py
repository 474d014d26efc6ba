"""Whose files are believed: one's own, root's, and those of other users that the user says are to be trusted.

Checksums tell damage, not malice: who can write an index or settings can make them say anything. The rule is that of
git's `safe.directory`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

# Names folders, separated as those of PATH are: what stands in them or below is trusted, whoever it belongs to.
TRUSTED: Final = "WENSOU_TRUST"


def stranger(path: Path) -> int | None:
    """The user whom a file or folder belongs to, by number, if what stands in it is not to be believed."""
    if not hasattr(os, "geteuid") or not path.exists():
        return None
    owner = path.stat().st_uid
    return None if owner in (os.geteuid(), 0) or _is_trusted(path) else owner


def _is_trusted(path: Path) -> bool:
    place = Path(os.path.realpath(path))
    folders = [folder for folder in os.environ.get(TRUSTED, "").split(os.pathsep) if folder]
    return any(place.is_relative_to(os.path.realpath(folder)) for folder in folders)


def how_to_trust(path: Path) -> str:
    """What to set so that a file or folder is trusted."""
    from shlex import quote

    folder = path if path.is_dir() else path.parent
    return f"{TRUSTED}={quote(str(folder.absolute()))}"
