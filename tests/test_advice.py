"""What the command line says where nothing is found: on standard error, and commands that can be copied."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest

from corpus.records import Issue
from tests.support.indexes import article, build_index
from tests.support.program import WENSOU, environment, on_terminal, wensou


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    articles = [
        article(
            "全县参保，关爱保险理赔快。",
            title="理赔",
            untitled=False,
            unit="浦北县计生协",
            issue=Issue("简报", "第3期"),
        ),
        article("志愿者走访老人。", section="it's 简讯", regions=("广西壮族自治区/贵港市/覃塘区",), date="2022"),
        article("街道慰问。", regions=("江苏省/南京市/鼓楼区",)),
        article("街道宣传。", regions=("福建省/福州市/鼓楼区",)),
        article("果农增收。", regions=("广西壮族自治区/百色市/田阳区",)),
    ]
    build_index(folder / ".wensou", articles)
    return folder


def said(home: Path, *arguments: str, status: int = 1) -> list[str]:
    done = wensou("search", *arguments, cwd=home)
    assert done.returncode == status
    return [line.removeprefix("wensou: ") for line in done.stderr.splitlines()]


def suggested(home: Path, *arguments: str, status: int = 1) -> list[str]:
    start = "did you mean: "
    lines = said(home, *arguments, status=status)
    return [line.removeprefix(start) for line in lines if line.startswith(start)]


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["火星车", "--all-words"], ["no article has 火星车"]),
        (["-F", "理赔，快"], ["no article has 理赔 快"]),
        (["标题:保险"], ["no article has 保险 in title"]),
        (["老人 理赔", "--all-words"], ["each word is in some article, but no article has all of them"]),
        (["理赔", "--since", "2030"], ["without the filters 1 article matches"]),
        (["理赔", "--unit", "水利局"], ["no unit of the index is called '水利局'; the units: wensou list units"]),
        (
            ["--region", "覃唐"],
            [
                "no region of the index is called '覃唐'; the regions: wensou list regions",
                "did you mean: wensou search --region 覃塘",
            ],
        ),
        (
            ["--region", "资源县"],
            [
                "no article is from 广西壮族自治区/桂林市/资源县, but some are from 广西壮族自治区; "
                "the regions: wensou list regions"
            ],
        ),
        (
            ["--region", "荔浦县"],
            [
                "'荔浦县' is a former name, and no article is from 广西壮族自治区/桂林市/荔浦市, "
                "but some are from 广西壮族自治区; "
                "the regions: wensou list regions"
            ],
        ),
        (["理赔 -理赔"], []),
    ],
)
def test_what_is_said(home: Path, arguments: list[str], lines: list[str]) -> None:
    assert said(home, *arguments) == lines


@pytest.mark.parametrize("arguments", [["--region", "鼓楼区"], ["region:鼓楼", "--format", "ids"]])
def test_a_region_that_may_be_several_says_which(home: Path, arguments: list[str]) -> None:
    name = arguments[-1] if len(arguments) == 2 else "鼓楼"
    [line] = said(home, *arguments, status=0)
    assert line.startswith(f"{name!r} is the name of 2 regions, and all are searched: ")
    assert "江苏省/南京市/鼓楼区" in line
    assert "福建省/福州市/鼓楼区" in line
    assert said(home, "--region", "南京/鼓楼区", status=0) == []


def test_a_former_name_is_told_on_a_terminal_alone(home: Path) -> None:
    assert said(home, "--region", "田阳县", status=0) == []
    status, shown = on_terminal("search", "--region", "田阳县", cwd=home)
    assert status == 0
    assert "'田阳县' is a former name: 广西壮族自治区/百色市/田阳区" in shown


def test_articles_with_some_words_come_with_what_the_others_lack(home: Path) -> None:
    assert said(home, "关爱宝险", status=0) == [
        "no article has all words; these have some of them (--all-words turns this off)",
        "no article has 宝险",
        "did you mean: wensou search 关爱保险",
    ]


@pytest.mark.parametrize(
    ("arguments", "commands"),
    [
        (["关爱宝险", "--all-words"], ["wensou search 关爱保险 --all-words"]),
        (["關愛寶險", "--all-words", "-n", "3"], ["wensou search 關愛保险 --all-words -n 3"]),
        (['"关爱宝险"'], ["wensou search '\"关爱保险\"'"]),
        (["(关爱宝险 OR 火星)"], ["wensou search '(关爱保险 OR 火星)'"]),
        (["关爱宝险", "-老人", "--all-words"], ["wensou search '关爱保险 -老人' --all-words"]),
        (["-老人", "关爱宝险", "--all-words"], ["wensou search --all-words -- '-老人 关爱保险'"]),
        (["关爱宝险 -foo", "--all-words"], ["wensou search '关爱保险 -foo' --all-words"]),
        (
            ["关爱宝险", "--all-words", "--sort", "date", "--in", "body,标题", "--page", "2"],
            ["wensou search 关爱保险 --in body,title --all-words --sort date"],
        ),
        (["--section", "it's 简迅"], ["wensou search --section 'it'\"'\"'s 简讯'"]),
        (["理赔", "--unit", "计升协", "--format", "tsv"], ["wensou search 理赔 --unit 计生协 --format tsv"]),
        (["--issue", "简抱第3期", "--fields", "id,title", "--format", "csv"], None),
    ],
)
def test_commands_can_be_copied_and_find_something(
    home: Path, arguments: list[str], commands: list[str] | None
) -> None:
    found = suggested(home, *arguments)
    assert found
    assert commands is None or commands == found
    for command in found:
        program = shlex.join(WENSOU)
        shell = f'wensou() {{ {program} "$@"; }}; {command}'
        done = subprocess.run(["sh", "-c", shell], cwd=home, env=environment(), capture_output=True, check=False)
        assert (done.returncode, bool(done.stdout)) == (0, True), command


@pytest.mark.parametrize("arguments", [["--format", "ids"], ["--format", "paths"], ["--count"], ["-q"]])
def test_scripts_that_count_are_told_nothing(home: Path, arguments: list[str]) -> None:
    assert said(home, "关爱宝险", *arguments) == []


def test_what_cannot_be_copied_is_not_suggested(home: Path) -> None:
    assert suggested(home, "关爱\u202e宝险", "--all-words") == []


def test_a_terminal_is_told_the_same(home: Path) -> None:
    status, shown = on_terminal("search", "关爱宝险", "--all-words", cwd=home, TERM="dumb")
    assert status == 1
    assert shown.splitlines() == [
        "wensou: nothing found",
        "wensou: no article has 宝险",
        "wensou: did you mean: wensou search 关爱保险 --all-words",
    ]
