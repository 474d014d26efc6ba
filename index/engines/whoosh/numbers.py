"""Lists of whole numbers as few bytes, packed and read at the speed of Python's own text codecs.

A list is packed as one of:

    UTF-8 of a text whose characters are the numbers: one byte below 128, two below 2,048, three below 65,536, four
        below 1,114,112 (surrogates, which are no characters, in the same pattern of bits)
    0xFF and eight bytes for each number, little-endian: for lists with a larger number
    0xFE and the zlib stream of one of the above, where that is shorter

No UTF-8 text has a byte 0xFE or 0xFF, so the first byte tells which. Packing does not mark the end of a list: its
length in bytes has to be kept.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from operator import sub
from typing import Final

_WIDE: Final = b"\xff"
_DEFLATED: Final = b"\xfe"
# Shorter lists hardly ever get smaller: a zlib stream has eight bytes of its own.
_WORTH_DEFLATING: Final = 48


def pack(numbers: Iterable[int]) -> bytes:
    """Packs numbers from 0 to 2**64 - 1."""
    numbers = tuple(numbers)
    try:
        packed = "".join(map(chr, numbers)).encode("utf-8", "surrogatepass")
    except (ValueError, OverflowError):
        packed = _WIDE + _little_endian(array("Q", numbers)).tobytes()
    if len(packed) < _WORTH_DEFLATING:
        return packed
    return min(packed, _DEFLATED + zlib.compress(packed), key=len)


def unpack(packed: bytes) -> Iterable[int]:
    """The numbers again. Raises ValueError or zlib.error for bytes that no list gives."""
    if packed.startswith(_DEFLATED):
        packed = zlib.decompress(packed[1:])
    if packed.startswith(_WIDE):
        numbers = array("Q")
        numbers.frombytes(packed[1:])
        return _little_endian(numbers)
    return map(ord, packed.decode("utf-8", "surrogatepass"))


def pack_ascending(numbers: Sequence[int]) -> bytes:
    """Packs numbers of which none is below the one before it, by their differences."""
    return pack(map(sub, numbers, chain((0,), numbers)))


def unpack_ascending(packed: bytes) -> list[int]:
    """The ascending numbers again."""
    return list(accumulate(unpack(packed)))


def _little_endian(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
