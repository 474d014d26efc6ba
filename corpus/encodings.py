"""Which encoding a Chinese text is in.

UTF-8 says itself whether it is UTF-8. Everything else is decided by reading a sample in each encoding that
is in use for Chinese and counting how ordinary the characters are that come out.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from functools import lru_cache
from typing import Final

from corpus.errors import CorpusError
from corpus.kinds import signature
from corpus.language import later, tr

# Long enough to be sure (a hundred characters are), short enough to cost nothing beside the real decoding.
_SAMPLE = 8192

# The hundred most frequent characters of simplified Chinese and the most frequent that are written otherwise in
# traditional Chinese: about two in five characters of any running text are among them.
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法"
    "所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四"
    "日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想"
    "已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九"
    "区强放决西被干做必战先回则任取据处理世车這個國為來們時會發動產種學經進著電裡現實體機當點業應開還從無與關間樣數變條結問題黨員"
    "統計級組見長頭資邊較將別，。、“”（）《》：；！？"
)

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Running text scores above .4, a few rare characters .2; what was decoded wrongly scores below 0.05.
_READABLE = 0.1

# In this order a tie is decided.
_CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")

ADVICE: Final = later("give its encoding with --encoding NAME (for example gb18030, big5, utf-16-le)")

# What stands in a text for bytes that are none: a lone surrogate, which no well-formed text has.
UNREADABLE: Final = "\udcff"

# The handler of errors (see `codecs`) that puts it there.
UNREADABLE_MARKED: Final = "wensou.unreadable"

_CONTROLS: Final = "\x00-\x08\x0e-\x1a\x1c-\x1f"
_CONTROL = re.compile(f"[{_CONTROLS}]")
# What no text has: bytes that do not fit, characters for private use, controls.
_BAD = re.compile(f"[{UNREADABLE}\ue000-\uf8ff\x80-\x9f{_CONTROLS}]+")
_ASCII = re.compile("[ -~\n\r\t]+")
# Where those are that count for readability: some signs, and Han characters.
_LISTED = re.compile("[\u2000-\u206f\u3000-\u312f\u4e00-\u9fff\uff00-\uffef]+")


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return UNREADABLE, error.end


codecs.register_error(UNREADABLE_MARKED, _mark)


def check_encoding(encoding: str) -> None:
    """Raises `CorpusError` for a name that Python knows no encoding of text by."""
    try:
        codec = codecs.lookup(encoding)
    except (LookupError, ValueError, UnicodeError):
        raise CorpusError(tr("unknown encoding {encoding!r}: {advice}", encoding=encoding, advice=tr(ADVICE))) from None
    if not getattr(codec, "_is_text_encoding", True):
        raise CorpusError(tr("{encoding!r} is not an encoding of text: {advice}", encoding=encoding, advice=tr(ADVICE)))


def marked_encoding(data: bytes) -> str | None:
    """The encoding that the byte order mark at the beginning of `data` stands for, None without one."""
    return next((name for mark, name in _BOMS if data.startswith(mark)), None)


def check_is_text(data: bytes, text: str) -> None:
    """Raises `CorpusError` if `data` begins as a file of another kind does, or `text`, read from it, is no text."""
    if kind := signature(data):
        raise CorpusError(tr("this is {kind}, not text", kind=tr(kind.name)))
    if len(_CONTROL.findall(text)) > 1 + len(text) // 50:
        raise CorpusError(tr("this is binary data, not text; if it is text, {advice}", advice=tr(ADVICE)))


def unreadable_marked(data: bytes, encoding: str) -> str:
    """The text of `data` with `UNREADABLE` for what is none, and without a byte order mark.

    Raises `CorpusError` where the encoding turns out not to be one of text.
    """
    try:
        return data.decode(encoding, UNREADABLE_MARKED).removeprefix("\ufeff")
    except (UnicodeError, ValueError, LookupError) as error:
        raise CorpusError(tr("cannot be read as {encoding}: {error}", encoding=encoding, error=error)) from None


def mostly_utf_8(data: bytes) -> bool:
    """Whether `data`, which is no UTF-8 as it is, would be but for some damage.

    What is in another encoding has next to no sequences that are UTF-8, and each of its characters is damaged.
    """
    text = data.decode("utf-8", "replace")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return beyond_ascii > 2 * text.count("\ufffd")


def likely_encoding(sample: bytes) -> str | None:
    """What the bytes read best in that are not UTF-8, None if they are no text in any encoding in use for Chinese.

    `sample` begins with a whole character; 8192 bytes of it are looked at.
    """
    best, found = -1.0, None
    for name in _CANDIDATES:
        text = _but_cut(sample[:_SAMPLE], name)
        if readability_at_most(text) > best and (score := readability(text)) > best:
            best, found = score, name
    return found if best >= _READABLE else None


def readability(text: str) -> float:
    """How ordinary `text` reads: about 0.5 for Chinese prose, below 0 for what was read in a wrong encoding."""
    if not text:
        return -1.0
    counts = Counter(text).items()
    frequent, listed = (sum(n for c, n in counts if c in known) for known in (_FREQUENT, _level_one()))
    return (frequent + 0.25 * listed - 3 * _count(_BAD, text)) / (len(text) - _count(_ASCII, text) + 1)


def readability_at_most(text: str) -> float:
    """What `readability` does not exceed: sooner told, and little for what was read in quite another encoding."""
    return 1.25 * _count(_LISTED, text) / (len(text) - _count(_ASCII, text) + 1)


def _count(runs: re.Pattern[str], text: str) -> int:
    """How many characters of a kind there are."""
    return sum(map(len, runs.findall(text)))


def _but_cut(sample: bytes, encoding: str) -> str:
    """`sample` decoded, without a last character that is cut short."""
    text = unreadable_marked(sample, encoding)
    return text.removesuffix(UNREADABLE)


@lru_cache(maxsize=1)
def _level_one() -> frozenset[str]:
    """The characters of everyday use: level 1 of GB 2312 (3,755) and of Big5 (5,401)."""
    trails = bytes(range(0xA1, 0xFF))
    gb = "".join(bytes((lead, t)).decode("gb2312", "ignore") for lead in range(0xB0, 0xD8) for t in trails)
    low = bytes(range(0x40, 0x7F)) + trails
    big5 = "".join(bytes((lead, t)).decode("big5", "ignore") for lead in range(0xA4, 0xC7) for t in low)
    return frozenset(gb + big5)
