"""Writes docs/screenshots/: what commands and the prompt show of the sample issues on a terminal of 80 columns, as SVG.

python scripts/make_screenshots.py           write them
python scripts/make_screenshots.py --check   exit with 1 where one is stale
"""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
from collections.abc import Mapping
from html import escape, unescape
from io import StringIO
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyte
from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

PROJECT = Path(__file__).resolve().parents[1]
TARGET = PROJECT / "docs" / "screenshots"
WENSOU = [sys.executable, "-m", "wensou"]
# Names of the pictures, and the commands in them; long ones are cut after so many lines.
SHOTS = {
    "search": "search 农业保险 -n 4",
    "show": "show bad684 --query 农业保险",
    "count-by": "search 农业保险 --count-by region",
    "list": "list regions",
    "status": "status",
    "parse": "parse --format text 通讯/甘农简讯-2024-03.txt",
}
WIDTH, LINES = 80, 26
# What is typed at the prompt for its picture: each line when the prompt is back.
TYPED = ("蜜柚", ":region 漳州", "1")
# Lines of a terminal on which all fits that the prompt shows, and Rich's names for colours of pyte's.
_ROWS = 120
_COLORS = {"brown": "yellow", "default": None}
# The time at which an index was made: of the pictures, any will do.
_MADE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
_SOME_TIME = "2024-04-02 09:30"

# Fonts for a terminal: first those with Latin letters, from which quotation marks and dots are to be taken, for Chinese
# fonts have them twice as wide; then those with Chinese characters.
_FONTS = (
    "'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', 'Noto Sans Mono CJK SC', 'PingFang SC', "
    "'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Zen Hei Mono', monospace"
)
# A cell in parts of the height of a letter. Fonts for terminals have about .6, Chinese characters take 1 for two cells.
_ASPECT = 0.58
_FORMAT = (
    """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font: {char_height}px """
    + _FONTS
    + """ }}
.{unique_id}-title {{ font: bold 18px sans-serif }}
{styles}
</style>
{chrome}
<g class="{unique_id}-matrix" transform="translate({terminal_x}, {terminal_y})">
{backgrounds}{matrix}
</g>
</svg>
"""
)
_TEXT = re.compile(
    r'<text class="(w-r\d+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" clip-path="[^"]*">(.*?)</text>', re.DOTALL
)


def pictures() -> dict[str, str]:
    """The pictures by the names of their files."""
    with TemporaryDirectory() as folder:
        newsletters = Path(folder, "通讯")
        newsletters.mkdir()
        for sample in (PROJECT / "corpus" / "samples").glob("*.txt"):
            shutil.copy(sample, newsletters)
        _run(folder, "index", "通讯")
        shown = {command: _run(folder, *command.split()).rstrip("\n").split("\n") for command in SHOTS.values()}
        prompt = picture("", _at_the_prompt(folder))
    drawn = {
        name: picture(command, [Text.from_ansi(_MADE.sub(_SOME_TIME, line)) for line in shown[command]])
        for name, command in SHOTS.items()
    }
    return {f"{name}.svg": image for name, image in {**drawn, "prompt": prompt}.items()}


def picture(command: str, lines: list[Text]) -> str:
    """A picture of a command and the first lines of what it showed."""
    screen = Console(file=StringIO(), width=WIDTH, record=True, force_terminal=True, color_system="truecolor")
    screen.print(Text.assemble(("$ ", "green"), (f"wensou {command}".rstrip(), "bold")), soft_wrap=True)
    for line in lines[:LINES]:
        screen.print(line, soft_wrap=True, highlight=False)
    if len(lines) > LINES:
        screen.print(Text("…", style=Style(dim=True)))
    drawn = screen.export_svg(
        title="", theme=SVG_EXPORT_THEME, code_format=_FORMAT, font_aspect_ratio=_ASPECT, unique_id="w"
    )
    return _TEXT.sub(_by_width, drawn)


def _by_width(found: re.Match[str]) -> str:
    """A piece of text as pieces of characters of one width, each at its place: Rich takes all for one cell wide, and no
    browser has a font in which a Chinese character is just as wide as two letters.
    """
    name, x, y, text = found.groups()
    cell = 20 * _ASPECT
    place = float(x)
    pieces = []
    for width, group in groupby(unescape(text), cell_len):
        characters = "".join(group)
        shown = characters.strip()  # browsers leave spaces at the ends out, and would stretch the rest
        if shown:
            start = place + cell * width * characters.index(shown)
            attributes = f'class="{name}" x="{start:g}" y="{y}" textLength="{cell * width * len(shown):g}"'
            pieces.append(f"<text {attributes}>{escape(shown, quote=False)}</text>")
        place += cell * width * len(characters)
    return "".join(pieces) + "\n" if pieces else ""


def _run(folder: str, *arguments: str) -> str:
    color = [] if arguments[0] == "index" else ["--color", "always"]
    return subprocess.run(
        [*WENSOU, "--no-config", *arguments, *color],
        cwd=folder,
        env=_environment(),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    ).stdout


def _environment() -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WENSOU_", "NO_COLOR"))}
    return {
        **kept,
        "COLUMNS": str(WIDTH),
        "LINES": str(_ROWS),
        "TERM": "xterm-256color",
        "WENSOU_LANGUAGE": "en",
        "PYTHONPATH": str(PROJECT),
        "TZ": "UTC",
    }


def _at_the_prompt(folder: str) -> list[Text]:
    """What a terminal shows of a talk at the prompt, as a terminal would."""
    screen: Any = pyte.Screen(WIDTH, _ROWS)
    stream = pyte.ByteStream(screen)
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        values = {**_environment(), "XDG_STATE_HOME": folder}
        os.execvpe(WENSOU[0], [*WENSOU, "--no-config"], values)  # noqa: S606  # this Python
    for line in TYPED:
        _read_until_prompt(terminal, screen, stream)
        os.write(terminal, f"{line}\r".encode())
    _read_until_prompt(terminal, screen, stream)
    os.write(terminal, b"\x04")
    os.waitpid(child, 0)
    os.close(terminal)
    lines = [_line(screen.buffer[row]) for row in range(_ROWS)]
    while lines and not lines[-1].plain.strip():
        lines.pop()
    return lines


def _read_until_prompt(terminal: int, screen: Any, stream: pyte.ByteStream) -> None:
    """Shows what comes until nothing more does and the last line is a prompt."""
    while select.select([terminal], [], [], 0.5)[0] or not screen.display[screen.cursor.y].rstrip().endswith(">"):
        if select.select([terminal], [], [], 30)[0]:
            shown = os.read(terminal, 65_536)
            if b"\x1b[6n" in shown:  # where is the cursor?
                os.write(terminal, f"\x1b[{screen.cursor.y + 1};{screen.cursor.x + 1}R".encode())
            stream.feed(shown.replace(b"\x1b[2m", b"\x1b[90m"))  # pyte knows no dim text


def _line(cells: Mapping[int, Any]) -> Text:
    """A line of a screen, without the spaces at its end."""
    parts = groupby((cells[column] for column in range(WIDTH)), _style)
    text = Text.assemble(*(("".join(cell.data for cell in part), style) for style, part in parts))
    text.rstrip()
    return text


def _style(cell: Any) -> Style:
    color = _COLORS.get(cell.fg, cell.fg.replace("bright", "bright_"))
    color = f"#{color}" if color and re.fullmatch("[0-9a-f]{6}", color) else color
    return Style(color=color, bold=cell.bold, italic=cell.italics, underline=cell.underscore)


def main() -> int:
    fresh = pictures()
    if "--check" not in sys.argv:
        TARGET.mkdir(exist_ok=True)
        for name, drawn in fresh.items():
            (TARGET / name).write_text(drawn, encoding="utf-8")
        return 0
    stale = [name for name, drawn in fresh.items() if _text(TARGET / name) != drawn]
    if stale:
        print(
            f"docs/screenshots is stale ({', '.join(stale)}); run: python scripts/make_screenshots.py", file=sys.stderr
        )
    return 1 if stale else 0


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
