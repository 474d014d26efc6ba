"""Files that belong to another user, as far as wensou can tell."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

STRANGER = 54321


def estrange(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gives a file or folder to another user, or, where only root may, makes this user another one for this process."""
    if os.geteuid() == 0:
        os.chown(path, STRANGER, -1)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: STRANGER)
