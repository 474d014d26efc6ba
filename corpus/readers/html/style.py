"""What elements are and what they hand down to the text in them: size, weight, alignment, links."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

Attributes: TypeAlias = "dict[str, str | None]"
Align: TypeAlias = Literal["left", "centre", "right"]


def names(listed: str) -> frozenset[str]:
    """Names written as one string."""
    return frozenset(listed.split())


BLOCKS: Final = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section "
    "summary table tbody td tfoot th thead tr ul select option button textarea html title"
)
# Paragraphs and the like hold text; boxes hold blocks.
NO_BOXES: Final = names("p pre h1 h2 h3 h4 h5 h6 dt dd li tr tbody thead tfoot caption hr option")
# Elements and roles (WAI-ARIA) that are about the site and not its text.
_ASIDE: Final = names("nav aside menu dialog select button textarea noscript rt")
_ASIDE_ROLES: Final = names("navigation banner contentinfo complementary search menu menubar toolbar dialog")
_BOLD: Final = names("b strong th")
# Elements that hand something down without any attribute.
_STYLED: Final = _ASIDE | _BOLD | names("h1 h2 h3 h4 h5 h6 center pre")
_HIDDEN = re.compile(r"(?:^|;)\s{0,9}(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)", re.I)
_ALIGN = re.compile(r"text-align\s{0,9}:\s{0,9}(left|center|right|justify|start)", re.I)
_WEIGHT = re.compile(r"font-weight\s{0,9}:\s{0,9}(bold|normal|[1-9]00)", re.I)
_SIZE = re.compile(r"font-size\s{0,9}:\s{0,9}([0-9]{1,3}(?:\.[0-9]{1,4})?)\s{0,3}(px|pt)", re.I)
_ALIGNS: Final[dict[str, Align]] = {"center": "centre", "middle": "centre", "right": "right"}
# Points of <font size="1"> to 7, and of text whose size nothing says (HTML, section 15.3.4: medium is 16 pixels).
_FONT_SIZES: Final = (7.5, 10.0, 12.0, 13.5, 18.0, 24.0, 36.0)
_MEDIUM: Final = 12.0
_POINTS: Final = {"px": 0.75, "pt": 1.0}


@dataclass(frozen=True, slots=True)
class Style:
    """What elements inherit."""

    box: int = 0
    heading: int = 0
    bold: bool = False
    size: float = _MEDIUM
    align: Align = "left"
    link: str = ""  # `out` or `in`
    pre: bool = False
    aside: bool = False
    row: bool = False  # in a row of data, whose cells are one line


def styled(style: Style, tag: str, attributes: Attributes) -> Style:
    """The style within an element."""
    if not attributes and tag not in _STYLED:
        return style
    css = attributes.get("style") or ""
    align = _ALIGN.search(css)
    said = (align[1] if align else "center" if tag == "center" else attributes.get("align") or "").lower()
    weight = _WEIGHT.search(css)
    size = _SIZE.search(css)
    href = attributes.get("href")
    return replace(
        style,
        heading=int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else style.heading,
        bold=(weight[1].lower() in ("bold", "600", "700", "800", "900")) if weight else style.bold or tag in _BOLD,
        size=float(size[1]) * _POINTS[size[2].lower()] if size else _font_size(tag, attributes) or style.size,
        align=(_ALIGNS.get(said, "left") if said else style.align) if tag in BLOCKS else style.align,
        link=("in" if _leads_inside(href) else "out") if tag == "a" and href is not None else style.link,
        pre=style.pre or tag == "pre",
        aside=style.aside or _is_aside(tag, attributes, css),
    )


def _font_size(tag: str, attributes: Attributes) -> float:
    said = (attributes.get("size") or "") if tag == "font" else ""
    return _FONT_SIZES[int(said) - 1] if said in "1234567" and said else 0.0


def _leads_inside(href: str) -> bool:
    return href.startswith("#") and href.lower() not in ("#", "#top")


def _is_aside(tag: str, attributes: Attributes, css: str) -> bool:
    return (
        tag in _ASIDE
        or attributes.get("role") in _ASIDE_ROLES
        or ((tag not in BLOCKS or tag in NO_BOXES) and _is_hidden(attributes, css))
    )


def _is_hidden(attributes: Attributes, css: str) -> bool:
    return "hidden" in attributes or attributes.get("aria-hidden") == "true" or _HIDDEN.search(css) is not None


def words(attributes: Attributes) -> frozenset[str]:
    """The words of an element's id and classes: `rightNav news_list` has right, nav, news and list; and `hidden`."""
    named = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", named[:200])
    words = frozenset(re.split(r"[^a-z]+", spaced.lower())) - {""}
    # A box that scripts will show may hold the article.
    return words | {"hidden"} if _is_hidden(attributes, attributes.get("style") or "") else words
