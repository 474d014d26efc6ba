"""Text as it is typed in a shell, in commands to copy."""

from __future__ import annotations

import re
import shlex
from typing import Final

# What no shell takes for anything but text; letters of any script are such. A minus first, as in `-foo`, would make an
# option of it.
_PLAIN: Final = re.compile(r"(?!-)[\w%+:,./-]+")


def is_plain(value: str) -> bool:
    """Whether a value needs no quotes in a shell."""
    return _PLAIN.fullmatch(value) is not None


def quoted(value: str) -> str:
    """A value as one argument in a shell."""
    return value if is_plain(value) else shlex.quote(value)
