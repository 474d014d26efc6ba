"""Text from documents never controls the terminal: what would is shown as visible symbols, one for one, so that ranges
hold.
"""

from __future__ import annotations

import re
from typing import Final

# Bidirectional controls (Unicode TR9 and UTS 39) can make text read as something else.
_BIDI: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSAFE: Final = f"[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u2028\u2029{_BIDI}\ud800-\udfff\ufff9-\ufffb]"
_UNSAFE_JSON: Final = f"[\\x7f-\\x9f\u2028\u2029{_BIDI}\ud800-\udfff\ufff9-\ufffb]"


def visible(text: str) -> str:
    """The text with control and bidirectional characters replaced, line breaks kept; of the same length."""
    return text if text.isprintable() else re.sub(_UNSAFE, _symbol, text)


def one_line(text: str) -> str:
    """The text on one line, safe to print; of the same length."""
    return visible(text.replace("\n", " ").replace("\t", " "))


def escape_json(dumped: str) -> str:
    """JSON in which control and bidirectional characters and lone surrogates are escaped; the same data."""
    if dumped.isprintable():  # which none of them is
        return dumped
    return re.sub(_UNSAFE_JSON, lambda match: f"\\u{ord(match.group()):04x}", dumped)


def _symbol(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code == 0x09:
        return " "
    if code < 0x20:
        return chr(0x2400 + code)  # Control Pictures
    return "\u2421" if code == 0x7F else "\ufffd"
