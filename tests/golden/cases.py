"""The cases: command lines, run in a folder with the samples and a short newsletter, and what is shown of each."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from platform import node
from typing import Final
from urllib.parse import unquote

from search.cli import COMMANDS
from search.output.counts import COUNT_FORMATS
from search.output.formats import FORMATS
from tests.support.places import SAMPLES
from tests.support.served import Done, served, served_on_terminal

FILES: Final = Path(__file__).parent / "files"

WIDTHS: Final = (40, 80, 200)
# The one that is shown in colour too: colour changes nothing but colour (test_terminal).
USUAL: Final = 80
# A case by its name, which is that of its file, and the command line; `<` feeds lines to standard input.
CASES: Final[dict[str, str]] = {
    "help": "--help",
    "version": "--version",
    **{f"help-{name}": f"{name} --help" for name in COMMANDS},
    **{f"search-{name}": f"search 农业 保险 -n 2 --format {name}" for name in FORMATS},
    "search-page": "search 农业保险 -n 2 --page 2",
    "search-fields": "search 农业保险 -n 2 --format csv --fields id,title,issue,highlights",
    "search-excel": "search 农业保险 -n 1 --format csv --excel --fields id,title",
    "search-null": "search 农业保险 -n 2 --format ids -0",
    "search-count": "search 农业保险 --count",
    "search-count-nowhere": "search 农业 --region 上海 --count",
    "search-explain": "search 农业保险 -n 1 --explain",
    "search-explain-json": "search 茱萸 -n 1 --explain --format json",
    "search-filters": "search 保险 --region 甘肃 --section 经验 --since 2024-03 --until 2024",
    "search-some": "search 农业保险 人工智能 -n 2",
    "search-nothing": "search 农业保险 --unit 北海 --region 上海",
    "search-nothing-json": """search '"没有的词语"' --format json""",
    "search-advice-json": "search 农业保显 --format json -n 1 --fields id,match",
    "search-suggestions": "search 农业保显 --since 2022 --no-any -n 1",
    "search-batch": "search --batch --fields id,title -n 1 < 农业保险 | ( | 没有的词",
    "search-batch-nothing": "search --batch",
    **{
        f"count-by-{field}": f"search 农业 --count-by {field}"
        for field in ("region", "section", "unit", "author", "issue", "year", "month")
    },
    **{f"count-by-as-{name}": f"search 农业 --count-by section --format {name}" for name in COUNT_FORMATS},
    "show": "show bad684983630 --query 农业保险",
    "show-json": "show bad684983630 --format json",
    "show-two": "show 8cae0bd4804e zzzz bad684983630 --no-pager",
    **{f"list-{kind}": f"list {kind}" for kind in ("regions", "sections", "units", "authors", "issues", "sources")},
    "list-excel": "list issues --format csv --excel",
    **{f"list-as-{name}": f"list sections --format {name}" for name in COUNT_FORMATS},
    "parse-jsonl": "parse 简讯.txt",
    "parse-text": "parse --format text 简讯.txt 通讯/农技通讯-2023-05.txt",
    "parse-html": "parse --format html 简讯.txt",
    "parse-write": "parse --write 简讯.txt",
    "parse-missing": "parse 无.txt",
    "analyze": "analyze 关爱保险1.6万元，GB18030",
    "analyze-json": "analyze 关爱保险 --format json",
    "status": "status",
    "status-json": "status --format json",
    "status-check": "status --check",
    "config": "config",
    "config-json": "config --format json",
    **{f"completion-{shell}": f"completion {shell}" for shell in ("bash", "zsh", "fish")},
    "index": "index --index 新/.wensou 简讯.txt 坏.pdf 无.txt",
    "index-again": "index 通讯",
    "index-dry-run": "index --dry-run 简讯.txt",
    "remove": "remove 通讯/农技通讯-2023-05.txt bad684983630 zzzz",
    "remove-nothing": "remove zzzz",
    "fault-query": "search 农业保险 (一户一策 OR 关爱",
    "fault-query-long": f"search {'农业保险' * 30}(",
    "fault-command": "serach 农业保险",
    "fault-option": "search 农业 --formt json",
    "fault-value": "search 农业 --format xml",
    "fault-id": "show zzzz",
    "fault-no-index": "search 农业 --index 无",
}
SHORT: Final = """\
县农技站工作简讯
第3期（2024年5月）

县农技站举办水稻育秧培训班
5月12日，县农技站在马山镇举办水稻育秧培训班，60多名农户参加。培训讲解了浸种、催芽、播种各环节的要点。
（县农技站 张三）

石埠乡清理灌溉渠道
近日，石埠乡组织群众清理灌溉渠道3.5公里，为春耕备耕打下基础。
（石埠乡政府 李四）
"""

# What differs from run to run, or from machine to machine, and what stands for it.
_CHANGING: Final = (
    (re.compile(r"\x1b\[\?25l.*\x1b\[2K", re.DOTALL), ""),  # a bar of progress that is gone at the end
    (re.compile(r"\x1b\]8;id=\d+;file://[^/]*"), "\x1b]8;;file://"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00|Z)"), "TIME"),
    (re.compile(r"today \([-\d]+ [:\d]+\)"), "today (TIME)"),
    (re.compile(r"(bytes_on_disk\D*|bytes on disk +)\d+"), r"\1BYTES"),
    (re.compile(r"[\d.]+ [kM]B on disk"), "BYTES on disk"),
    (re.compile(r"(?m)^wensou .* Python .*$"), "wensou VERSION (LIBRARIES, Python VERSION)"),
    (re.compile(r"index format \d+, analysis \d+"), "index format N, analysis N"),
    (re.compile(r"wensou \d+\.\d+\.\d+(?:\.\w+)?"), "wensou VERSION"),
)
_STYLE: Final = re.compile(r"\x1b\[([\d;]*)m")
_LINK: Final = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\")


def prepare(folder: Path) -> None:
    """Makes the folder that the cases run in."""
    (folder / "通讯").mkdir()
    for sample in SAMPLES.glob("*.txt"):
        shutil.copy(sample, folder / "通讯")
    (folder / "简讯.txt").write_text(SHORT, encoding="utf-8")
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4")
    done = served("index", "通讯", cwd=folder)
    assert (done.status, done.err) == (0, "")


def shown(case: str, folder: Path) -> str:
    """What a case shows, as its file has it: in a pipe, then on terminals of each width, without colour and with it.

    What several of them show alike stands there once.
    """
    looks: dict[str, list[str]] = {}
    for name, done in _runs(case, folder):
        looks.setdefault(_readable(done, folder), []).append(name)
    return "".join(f"━━ {', '.join(names)}\n{look}" for look, names in looks.items())


def _runs(case: str, folder: Path) -> Iterator[tuple[str, Done]]:
    command, _, lines = CASES[case].partition(" < ")
    arguments = shlex.split(command)
    stdin = "".join(f"{line}\n" for line in lines.split(" | ")) if lines else ""
    environment = {"HOME": "/people/li", "XDG_CONFIG_HOME": "/people/li/.config"}

    yield "pipe", served(*arguments, cwd=_fresh(folder), stdin=stdin, streams=None, **environment)
    if lines:
        return
    for columns in WIDTHS:
        place = _fresh(folder)
        plain = served_on_terminal(*arguments, cwd=place, columns=columns, **environment, NO_COLOR="1")
        yield str(columns), plain
    place = _fresh(folder)
    yield f"{USUAL} in colour", served_on_terminal(*arguments, cwd=place, columns=USUAL, **environment)


def _fresh(folder: Path) -> Path:
    """A copy of the folder: what is shown must not depend on what ran before."""
    copy = folder.with_name("办公室")
    if copy.exists():
        shutil.rmtree(copy)
    shutil.copytree(folder, copy)
    return copy


def _readable(done: Done, folder: Path) -> str:
    """What was shown in plain text: styles in `⟦⟧`, each stream below its name, the exit status at the end."""
    pieces = [done.out]
    if done.err:
        pieces += ["━ standard error\n", done.err]
    pieces.append(f"━ exit status {done.status}\n" if done.status else "")
    return "".join(map(_plain, pieces)).replace(str(folder.parent), "~")


def _plain(text: str) -> str:
    for changing, name in _CHANGING:
        text = changing.sub(name, text)
    text = _LINK.sub(lambda match: f"⟦→ {unquote(match[1])}⟧" if match[1] else "⟦→⟧", text)
    text = _STYLE.sub(lambda match: f"⟦{match[1]}⟧", text)
    text = text.replace("\x1b", "␛").replace("\r", "␍").replace("\0", "␀").replace("\ufeff", "⟦BOM⟧")
    text = text.replace(node(), "HOST") if f"//{node()}/" in text else text
    return text if not text or text.endswith("\n") else f"{text}⏎̸\n"
