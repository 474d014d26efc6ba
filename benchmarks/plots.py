"""Plots of a run that was kept, as PNG and SVG beside its tables.

python -m benchmarks.plots benchmarks/results/DATE.json
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from math import floor, log10
from pathlib import Path
from typing import Any, Final, TypeAlias

import click
import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from benchmarks.cold_start import BASE

# Sections, as `report.Record` keeps them, by title.
Kept: TypeAlias = Mapping[str, Mapping[str, Any]]

_OURS: Final = {"wensou tantivy": "#00695c", "wensou whoosh": "#4db6ac"}
_PEERS: Final = ("#d55e00", "#0072b2", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f", "#9467bd", "#8c564b")
_BASE: Final = "#bdbdbd"
_WIDTH: Final = 8.0  # inches; of a README's column 150 dots an inch make twice as many as are shown
_DOTS: Final = 150
_STYLE: Final[dict[Any, Any]] = {
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "svg.fonttype": "path",  # so that no reader needs the font
    "svg.hashsalt": "wensou",  # the same plot is the same file
}


def plot(results: Path) -> list[Path]:
    """Draws whatever plots the sections of a run give, and returns the files."""
    kept = {section["title"]: section for section in json.loads(results.read_text(encoding="utf-8"))["sections"]}
    files = []
    with mpl.rc_context(_STYLE):
        for name, draw in _PLOTS.items():
            figure = draw(kept)
            if figure is None:
                continue
            for suffix in ("png", "svg"):
                files.append(results.with_name(f"{results.stem}-{name}.{suffix}"))
                figure.savefig(files[-1], dpi=_DOTS, metadata={"Date": None} if suffix == "svg" else None)
    return files


def _cold_start(kept: Kept) -> Figure | None:
    """Dots: from Enter to the end of the output."""
    chosen = [
        section
        for title, section in kept.items()
        if title.startswith("Cold start") and _row(section, _SEARCH) is not None
    ]
    if not chosen:
        return None
    rows = [{name: value for name, value in _values(section, _SEARCH).items() if value} for section in chosen]
    figure, panels = _panels([len(row) for row in rows])
    for panel, section, values in zip(panels, chosen, rows, strict=True):
        _dots(panel, values, unit="ms")
        _, _, articles = section["title"].partition(", ")
        panel.set_title(f"Search from the command line, {articles or 'the sample issues'}")
    _span(panels, rows)
    panels[-1].set_xlabel("milliseconds by the clock, whole process, files warm (logarithmic)")
    return figure


def _latency(kept: Kept) -> Figure | None:
    """Curves: how many queries are answered within which time."""
    chosen = [section for title, section in kept.items() if title.startswith("Query latency") and section.get("curves")]
    if not chosen:
        return None
    figure = Figure(figsize=(_WIDTH, 4.4 * len(chosen)), layout="constrained")
    panels = figure.subplots(len(chosen), 1, squeeze=False)[:, 0]
    for panel, section in zip(panels, chosen, strict=True):
        curves = section["curves"]["two words, as shown"]
        ends = []
        for name, values in curves.items():
            panel.plot(range(101), values, color=_color(name, curves), linewidth=2.4 if name in _OURS else 1.4)
            ends.append((values[100], name))
        engine = section["curves"]["two words, engine alone"].get("wensou tantivy")
        if engine:
            panel.plot(range(101), engine, color=_OURS["wensou tantivy"], linewidth=1.4, linestyle=":")
            ends.append((engine[100], "wensou tantivy, engine alone"))
        panel.set_yscale("log")
        panel.set_xlim(0, 100)
        panel.set_ylabel("milliseconds (logarithmic)")
        _label_ends(panel, ends, curves, _shares(kept, section["title"]))
        _, _, articles = section["title"].partition(", ")
        panel.set_title(f"Two-word queries in one warm process, ten results as shown, {articles}")
        panel.grid(axis="y", color="#eeeeee")
        panel.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    panels[-1].set_xlabel("queries, the quickest first, in per cent of all")
    return figure


def _indexing(kept: Kept) -> Figure | None:
    """Dots: articles a second."""
    chosen = [section for title, section in kept.items() if title.startswith("Indexing")]
    if not chosen:
        return None
    rows = [{name: value for name, value in _values(section, "speed").items() if value} for section in chosen]
    figure, panels = _panels([len(row) for row in rows])
    for panel, section, values in zip(panels, chosen, rows, strict=True):
        _dots(panel, values, unit="/s", more=True)
        panel.set_title(section["title"])
    _span(panels, rows)
    panels[-1].set_xlabel("articles a second (logarithmic)")
    return figure


def _growth(kept: Kept) -> Figure | None:
    """Lines over the number of articles."""
    section = kept.get("Growth")
    if section is None or len(section["rows"][0]["values"]) < 2:
        return None
    measures = {
        "time to index, an article": "indexing: µs an article",
        "quoted literal, as shown, p99": "quoted literal: ms, p99",
        "search from the command line, two words": "search command: ms",
    }
    figure = Figure(figsize=(_WIDTH, 3.0), layout="constrained")
    for panel, (measure, title) in zip(figure.subplots(1, len(measures)), measures.items(), strict=True):
        for name, color in (("wensou tantivy", _OURS["wensou tantivy"]), ("rjieba + tantivy", _PEERS[1])):
            values = _values(section, f"{name}: {measure}")
            sizes = [int(size.replace(",", "")) for size in values]
            heights = [value or 0.0 for value in values.values()]
            panel.plot(sizes, heights, color=color, marker="o", markersize=4, label=name)
        panel.set_xscale("log")
        panel.set_ylim(0)
        panel.set_title(title, fontsize=10)
        panel.set_xticks(sizes, [f"{size / 1000:,.0f}k" for size in sizes])
        panel.xaxis.set_minor_locator(NullLocator())
        panel.set_xlabel("articles (logarithmic)")
    names = {str(line.get_label()): line for line in panel.lines}
    figure.legend(names.values(), names, loc="outside upper left", ncols=2, frameon=False, labelcolor="linecolor")
    return figure


_SEARCH: Final = "search, two words"
# A new plot is a function here: sections by title in, a figure out, or None where they have nothing to draw.
_PLOTS: Final[Mapping[str, Callable[[Kept], Figure | None]]] = {
    "cold-start": _cold_start,
    "latency": _latency,
    "indexing": _indexing,
    "growth": _growth,
}


def _row(section: Mapping[str, Any], measure: str) -> Mapping[str, Any] | None:
    return next((row for row in section["rows"] if row["measure"] == measure), None)


def _values(section: Mapping[str, Any], measure: str) -> dict[str, float | None]:
    return dict((_row(section, measure) or {"values": {}})["values"])


def _shares(kept: Kept, title: str) -> dict[str, float | None]:
    """Which share of what stands in the articles each side finds, in per cent."""
    _, _, articles = title.partition(", ")
    section = kept.get(f"Completeness, {articles}")
    return _values(section, "matches found, quoted") if section else {}


def _panels(lines: Sequence[int]) -> tuple[Figure, Sequence[Axes]]:
    """A figure with a panel below the other, each as high as its lines need."""
    figure = Figure(figsize=(_WIDTH, 0.9 + sum(0.26 * number + 0.5 for number in lines)), layout="constrained")
    panels = figure.subplots(len(lines), 1, squeeze=False, sharex=True, height_ratios=[number + 1 for number in lines])
    return figure, list(panels[:, 0])


def _dots(panel: Axes, values: Mapping[str, float], *, unit: str, more: bool = False) -> None:
    """A dot for each side, the best on top: on a logarithmic axis bars would have no true length."""
    ordered = sorted(values.items(), key=lambda item: item[1], reverse=not more)
    for place, (name, value) in enumerate(ordered):
        color = _OURS.get(name, _BASE if name == BASE else "#757575")
        panel.plot(value, place, "o", color=color, markersize=9 if name in _OURS else 7)
        panel.annotate(f"{value:,.0f} {unit}", (value, place), (8, 0), textcoords="offset points", va="center")
    panel.set_yticks(range(len(ordered)), ["Python and Click alone" if name == BASE else name for name, _ in ordered])
    panel.set_ylim(-0.6, len(ordered) - 0.4)
    panel.set_xscale("log")
    panel.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    panel.tick_params(axis="y", length=0)
    panel.grid(axis="y", color="#eeeeee")
    panel.set_axisbelow(True)
    panel.spines["left"].set_visible(False)
    for label, (name, _) in zip(panel.get_yticklabels(), ordered, strict=True):
        label.set_fontweight("bold" if name in _OURS else "normal")


def _span(panels: Sequence[Axes], rows: Sequence[Mapping[str, float]]) -> None:
    """The same axis for all panels, from a power of ten on, with room for labels."""
    values = [value for row in rows for value in row.values()]
    panels[0].set_xlim(10 ** floor(log10(min(values))), max(values) * 2.2)


def _color(name: str, names: Mapping[str, Any]) -> str:
    peers = [peer for peer in names if peer not in _OURS]
    return _OURS.get(name) or _PEERS[peers.index(name) % len(_PEERS)]


def _label_ends(
    panel: Axes, ends: Sequence[tuple[float, str]], names: Mapping[str, Any], shares: Mapping[str, float | None]
) -> None:
    """Names beside the ends of curves, as far apart as they are high, with what share of the matches each finds."""
    low, high = panel.get_ylim()
    panel.set_ylim(low, high)
    places = _apart([_height(value, low, high) for value, _ in sorted(ends)])
    for place, (value, name) in zip(places, sorted(ends), strict=True):
        ours = name.split(",")[0]
        share = shares.get(name)
        color = _OURS.get(ours) or _color(name, names)
        panel.annotate(
            f"{name} ({share:.0f} % found)" if share is not None else name,
            (100, value),
            (1.04, place),
            textcoords="axes fraction",
            va="center",
            color=color,
            fontweight="bold" if name in _OURS else "normal",
            fontsize=8.5,
            arrowprops={"arrowstyle": "-", "color": color, "linewidth": 0.6, "relpos": (0, 0.5)},
        )


def _height(value: float, low: float, high: float) -> float:
    """Where a value stands on a logarithmic axis, from 0 to 1."""
    return log10(value / low) / log10(high / low)


def _apart(places: Sequence[float], least: float = 0.06) -> list[float]:
    """Ascending places from 0 to 1, moved so that so much lies between them at least."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + least) if moved else place)
    highest = 0.95  # below the title
    for number in reversed(range(len(moved))):
        moved[number] = min(moved[number], highest)
        highest = moved[number] - least
    return moved


@click.command()
@click.argument("results", type=click.Path(exists=True, path_type=Path))
def main(results: Path) -> None:
    """Draw the plots of RESULTS, a DATE.json."""
    for path in plot(results):
        click.echo(path)


if __name__ == "__main__":
    main()
