"""The command line as a contract: formats, streams, exit statuses, and what is said about mistakes."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from rich.cells import cell_len

from search.cli import COMMANDS
from search.output.records import HIT_FIELDS
from tests.support.places import SAMPLES
from tests.support.program import WENSOU, environment, on_terminal, wensou
from tests.support.served import served, served_on_terminal


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples, indexed."""
    folder = tmp_path_factory.mktemp("home")
    for sample in SAMPLES.glob("*.txt"):
        shutil.copy(sample, folder)
    done = wensou("index", ".", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 added, 0 changed, 0 unchanged, 0 removed" in done.stdout
    assert "engine whoosh" in done.stdout
    return folder


def test_search_answers_in_every_format(home: Path) -> None:
    outputs = {}
    for name in ("text", "json", "jsonl", "csv", "tsv", "ids", "paths"):
        done = wensou("search", "农业保险", "--format", name, cwd=home)
        assert (done.returncode, done.stderr) == (0, ""), name
        outputs[name] = done.stdout
    hits = [json.loads(line) for line in outputs["jsonl"].splitlines()]
    assert [tuple(hit) for hit in hits] == [HIT_FIELDS] * len(hits)
    page = json.loads(outputs["json"])
    assert list(page) == ["query", "total", "page", "missing", "suggestions", "results"]
    assert (page["query"], page["page"], page["results"]) == ("农业保险", 1, hits)
    assert page["missing"] == page["suggestions"] == []
    ids = [hit["id"] for hit in hits]
    assert outputs["ids"].split() == ids
    assert set(outputs["paths"].splitlines()) == {hit["source"] for hit in hits}
    assert [row["id"] for row in csv.DictReader(io.StringIO(outputs["csv"]))] == ids
    assert [line.split("\t")[0] for line in outputs["tsv"].splitlines()[1:]] == ids
    assert len(outputs["text"].splitlines()) == len(hits)
    assert all(hit["title"].split("，")[0] in outputs["text"] for hit in hits)


def test_exact_script_tells_forms_apart(home: Path) -> None:
    assert wensou("search", "農業保險", cwd=home).returncode == 0
    done = wensou("search", "農業保險", "--exact-script", cwd=home)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "wensou: no article has 農業, 保險\n")
    counts = [wensou("search", "农业保险", "--count", *exact, cwd=home).stdout for exact in ([], ["--exact-script"])]
    assert counts[0] == counts[1] != "0\n"


def test_ranges_point_into_the_texts_beside_them(home: Path) -> None:
    found = wensou("search", '"农业保险"', "--format", "jsonl", cwd=home)
    assert found.returncode == 0
    for line in found.stdout.splitlines():
        hit = json.loads(line)
        marked = [hit["snippet"][a:b] for a, b in hit["highlights"]]
        marked += [hit["title"][a:b] for a, b in hit["title_highlights"]]
        assert marked
        assert {"".join(mark.split()) for mark in marked} == {"农业保险"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("text", ""),
        (
            "json",
            '{\n  "query": "没有的词语",\n  "total": 0,\n  "page": 1,\n  "missing": [\n    "没有的词语"\n  ],\n'
            '  "suggestions": [],\n  "results": []\n}\n',
        ),
        ("jsonl", ""),
        ("csv", "id,title\n"),
        ("tsv", "id\ttitle\n"),
        ("ids", ""),
    ],
)
def test_nothing_found_is_valid_in_every_format(home: Path, name: str, expected: str) -> None:
    fields = ["--fields", "id,title"] if name in {"csv", "tsv"} else []
    done = wensou("search", "-F", "没有的词语", "--format", name, *fields, cwd=home)
    assert (done.returncode, done.stdout) == (1, expected)
    assert done.stderr == ("" if name == "ids" else "wensou: no article has 没有的词语\n")


def test_count_fields_pages_and_quiet(home: Path) -> None:
    total = int(wensou("search", "农业保险", "--count", cwd=home).stdout)
    assert total > 5
    assert wensou("search", '"没有的"', "--count", cwd=home).stdout == "0\n"
    everything = wensou("search", "农业保险", "--format", "ids", "-n", "100", cwd=home).stdout.split()
    pages = [wensou("search", "农业保险", "--format", "ids", "-n", "3", "--page", str(p), cwd=home) for p in (1, 2, 99)]
    assert len(everything) == total
    assert [page.stdout.split() for page in pages] == [everything[:3], everything[3:6], []]
    assert [page.returncode for page in pages] == [0, 0, 1]
    line = wensou("search", "农业保险", "--format", "jsonl", "--fields", "title,rank", "-n", "1", cwd=home).stdout
    assert list(json.loads(line)) == ["title", "rank"]
    quiet = wensou("search", "农业保险", "-q", cwd=home)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


def test_ids_and_paths_can_end_with_nul(home: Path) -> None:
    done = wensou("search", "农业保险", "--format", "paths", "-0", cwd=home)
    assert all((home / name).is_file() for name in done.stdout.rstrip("\0").split("\0"))


def test_excluded_words_need_no_quotes(home: Path) -> None:
    with_minus = wensou("search", "农业保险", "-茶园", "--format", "ids", "-n", "99", cwd=home)
    with_not = wensou("search", "农业保险 NOT 茶园", "--format", "ids", "-n", "99", cwd=home)
    assert with_minus.returncode == 0
    assert with_minus.stdout == with_not.stdout


def test_filters_narrow(home: Path) -> None:
    def ids(*arguments: str) -> set[str]:
        return set(wensou("search", "--format", "ids", "-n", "999", *arguments, cwd=home).stdout.split())

    hunan, gansu = ids("--region", "湖南"), ids("--region", "甘肃")
    assert hunan
    assert gansu
    assert not hunan & gansu
    assert ids("--region", "湖南", "--region", "甘肃") == hunan | gansu
    assert ids("--since", "2024") <= gansu
    assert ids("--until", "2023-12", "--region", "甘肃") < gansu
    assert ids("--issue", "农技通讯") >= ids("--issue", "农技通讯第5期", "--section", "简讯") != set()
    assert ids("农业保险", "--in", "title") < ids("农业保险")
    dates = wensou(
        "search", "--region", "甘肃", "--sort", "date", "--format", "tsv", "--fields", "date", "-n", "99", cwd=home
    )
    shown = dates.stdout.split()[1:]
    assert shown == sorted(shown, reverse=True)


def test_articles_with_some_words_are_marked_and_announced(home: Path) -> None:
    done = wensou("search", "农业保险火星车", "--format", "jsonl", cwd=home)
    assert done.returncode == 0
    assert "some of them" in done.stderr
    assert {json.loads(line)["match"] for line in done.stdout.splitlines()} == {"some"}
    assert wensou("search", "农业保险火星车", "--all-words", cwd=home).returncode == 1
    for never in (["--count"], ["--format", "ids"], ["--format", "paths"]):
        done = wensou("search", "农业保险火星车", *never, cwd=home)
        assert (done.returncode, done.stderr) == (1, ""), never


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["search", '农业 "保险'], "a quote that is not closed"),
        (["search", "(农业"], "a parenthesis that is not closed"),
        (["search", "titel:农业"], "there is no field 'titel'"),
        (["search", "，。"], "only punctuation"),
        (["search", "-F", "，。"], "only punctuation"),
        (["search"], "give words to find"),
        (["search", "农业", "--since", "昨天"], "is no date"),
        (["search", "农业", "--format", "xml"], "'xml' is not one of"),
        (["search", "农业", "--fields", "titel"], "'titel' is not one of"),
        (["search", "农业", "--in", "titel"], "'titel' is not one of"),
        (["search", "农业", "--regoin", "湖南"], "--regoin"),
        (["search", "农业", "-x"], "-x"),
        (["search", "农业", "--any", "--all-words"], "exclude each other"),
        (["search", "农业", "-0"], "-0 goes with"),
        (["search", "农业", "--explain", "--count"], "--explain goes with"),
        (["search", "农业", "--explain", "--format", "csv"], "--explain goes with"),
        (["search", "农业", "--explain", "--format", "tsv"], "--explain goes with"),
        (["search", "农业", "--explain", "--format", "ids"], "--explain goes with"),
        (["search", "农业", "--explain", "--format", "paths"], "--explain goes with"),
        (["search", "农业", "-n", "0"], "range"),
        (["search", "农业", "--unit", "…"], "holds nothing to compare"),
        (["search", "农业", "--index", "/nowhere"], "there is no index"),
        (["show", "zzz"], "no article has the id"),
        (["show", ""], "no article has the id"),
        (["list"], "Choose from: regions, sections, "),
        (["list", "towns"], "'towns' is not one of"),
        (["parse", "nowhere.txt"], "no such file"),
        (["remove", "nowhere"], "no source of the index"),
        (["index", "nowhere"], "no such file or directory"),
        (["index", ".", "--encoding", "klingon"], "klingon"),
        (["index", ".", "--encoding", "base64"], "is not an encoding of text"),
        (["index", ".", "--rebuild", "--user-dict", "nowhere"], "no such file"),
        (["nonsense"], "nonsense"),
    ],
)
def test_a_mistake_is_explained(home: Path, arguments: list[str], said: str) -> None:
    done = wensou(*arguments, cwd=home)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_place_of_a_fault_is_marked_under_the_query(home: Path) -> None:
    lines = wensou("search", "农业 titel:保险", cwd=home).stderr.splitlines()
    assert lines[-2:] == ["  农业 titel:保险", "       ^^^^^^"]


def test_a_region_that_the_index_lacks_is_named(home: Path) -> None:
    done = wensou("search", "农业", "--region", "海南", cwd=home)
    assert done.returncode == 1
    assert "海南" in done.stderr


def test_a_minus_is_kept_in_values_of_options(home: Path) -> None:
    done = wensou("search", "农业", "--region", "-覃唐", cwd=home)
    assert "'-覃唐'" in done.stderr


def test_a_query_of_a_region_that_the_index_lacks_says_so(home: Path) -> None:
    done = wensou("search", "地区:海南", cwd=home)
    assert (done.returncode, "海南" in done.stderr) == (1, True)


def test_no_index_tells_how_to_make_one(tmp_path: Path) -> None:
    for command in (["search", "农业"], ["list", "units"], ["status"], ["show", "a"]):
        done = wensou(*command, cwd=tmp_path)
        assert done.returncode == 2
        assert "wensou index PATH..." in done.stderr


def test_bad_files_are_reported_and_good_ones_indexed(tmp_path: Path) -> None:
    shutil.copy(next(SAMPLES.glob("*.txt")), tmp_path / "good.txt")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 100)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    done = wensou("index", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert "1 added" in done.stdout
    assert "1 .png" in done.stdout
    assert "empty.txt" in done.stderr
    assert "binary.txt" in done.stderr
    assert wensou("search", "农业", "--count", cwd=tmp_path).returncode == 0
    named = wensou("index", "picture.png", cwd=tmp_path)
    assert named.returncode == 2
    assert "picture.png" in named.stderr


def test_nothing_to_index_makes_no_index(tmp_path: Path) -> None:
    done = wensou("index", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert "nothing to index" in done.stderr
    assert not (tmp_path / ".wensou").exists()


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    shutil.copy(next(SAMPLES.glob("*.txt")), tmp_path)
    done = wensou("index", "--dry-run", ".", cwd=tmp_path)
    assert (done.returncode, "1 added" in done.stdout) == (0, True)
    assert not (tmp_path / ".wensou").exists()


def test_show_prints_whole_articles(home: Path) -> None:
    hit = json.loads(wensou("search", "农业保险", "--format", "jsonl", "-n", "1", cwd=home).stdout)
    done = wensou("show", hit["id"][:8], cwd=home)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(hit["title"])
    assert hit["source"] in done.stdout
    record = json.loads(wensou("show", hit["id"], "--format", "json", cwd=home).stdout)
    assert record["body"] in done.stdout
    some = wensou("show", hit["id"], "zzz", cwd=home)
    assert (some.returncode, some.stdout) == (2, done.stdout)


def test_parse_and_index_give_the_same_ids(home: Path) -> None:
    parsed = [json.loads(line) for line in wensou("parse", *home.glob("*.txt"), cwd=home).stdout.splitlines()]
    ids = {record["id"] for record in parsed if record["kind"] == "article"}
    assert ids == set(wensou("search", "NOT 没有的词", "-n", "999", "--format", "ids", cwd=home).stdout.split())
    assert {record["kind"] for record in parsed} == {"issue", "article", "remainder"}
    doubtful = wensou("index", "--rebuild", "--dry-run", ".", cwd=home).stdout
    assert "doubtful:" in doubtful
    outline = wensou("parse", "--format", "text", *home.glob("*.txt"), cwd=home)
    assert outline.returncode == 0
    assert "remainder" in outline.stdout


def test_lists_count_articles(home: Path) -> None:
    for kind in ("regions", "sections", "units", "authors", "issues", "sources"):
        done = wensou("list", kind, cwd=home)
        assert (done.returncode, done.stderr) == (0, ""), kind
        counts = [int(line.rsplit("\t", 1)[1]) for line in done.stdout.splitlines()]
        assert counts
        assert min(counts) > 0
    assert sum(counts) == int(wensou("search", "NOT 没有的词", "--count", cwd=home).stdout)


def test_status_tells_what_is_indexed(home: Path) -> None:
    done = wensou("status", "--check", cwd=home)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no fault found" in done.stdout
    status = json.loads(wensou("status", "--format", "json", cwd=home).stdout)
    assert (status["files"], status["engine"], status["changed_files"]) == (3, "whoosh", 0)


def test_analyze_explains(home: Path, tmp_path: Path) -> None:
    for folder in (home, tmp_path):
        done = wensou("analyze", "第３期 關愛保險", "--format", "json", cwd=folder)
        record = json.loads(done.stdout)
        assert record["fold"] == "第3期 关爱保险"
        assert record["atoms"] == ["_", *"第3期关爱保险", "_"]
        assert record["literals"] == ["第3期", "关爱", "保险"]
    assert "literals" in wensou("analyze", "关爱", cwd=home).stdout


def test_remove_takes_files_and_articles_out(tmp_path: Path) -> None:
    for sample in SAMPLES.glob("*.txt"):
        shutil.copy(sample, tmp_path)
    wensou("index", ".", cwd=tmp_path)
    before = int(wensou("search", "NOT 没有的词", "--count", cwd=tmp_path).stdout)
    first = wensou("search", "农业", "--format", "ids", "-n", "1", cwd=tmp_path).stdout.strip()
    source = wensou("search", "农业", "-茶园", "--format", "paths", cwd=tmp_path).stdout.splitlines()[-1]
    assert wensou("remove", first, cwd=tmp_path).returncode == 0
    assert int(wensou("search", "NOT 没有的词", "--count", cwd=tmp_path).stdout) == before - 1
    done = wensou("remove", source, "nonsense", cwd=tmp_path)
    assert (done.returncode, "removed 1 file and 0 single articles" in done.stdout) == (2, True)
    assert source not in wensou("list", "sources", cwd=tmp_path).stdout
    assert wensou("status", "--check", cwd=tmp_path).returncode == 0


def test_help_and_version() -> None:
    here = Path.cwd()
    for arguments in ([], ["-h"], ["--help"], ["search", "-h"]):
        done = wensou(*arguments, cwd=here)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("Usage: wensou")
    assert {"whoosh3", "tantivy", "jieba"} <= set(wensou("--version", cwd=here).stdout.replace("(", "").split())


def test_help_is_everywhere_and_begins_with_examples(home: Path) -> None:
    for command in COMMANDS:
        shown = served(command, "-h", cwd=home).out
        assert shown == served(command, "--help", cwd=home).out
        examples, _, options = shown.partition("  -h, --help")
        assert options
        assert examples.startswith(f"Usage: wensou {command} ")
        assert "\nOptions:\n" in examples
    search = served("search", "-h", cwd=home).out
    places = [search.index(part) for part in ("  wensou search ", "Filters:", "What matches:", "Output:", "Options:")]
    assert places == sorted(places)


def test_a_closed_pipe_ends_quietly(home: Path) -> None:
    command = " ".join([*WENSOU, "parse", *(f"'{path}'" for path in home.glob("*.txt"))])
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | head -1 >/dev/null"],
        cwd=home,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("streams", [">/dev/full", "<&- >&- 2>&-"])
def test_the_exit_of_python_finds_nothing_left_to_fail(home: Path, streams: str) -> None:
    command = " ".join([*WENSOU, "search", "农业", streams])
    done = subprocess.run(
        ["bash", "-c", command], cwd=home, env=environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) in {(2, "wensou: No space left on device\n"), (0, "")}
    assert (done.returncode == 2) == ("full" in streams)


def test_results_are_drawn_on_a_terminal(home: Path) -> None:
    for columns in (40, 80, 160):
        status, shown = on_terminal("search", "农业保险", "-n", "3", cwd=home, columns=columns)
        assert status == 0
        assert "\x1b[" in shown
        assert "next: --page 2" in shown
    status, shown = on_terminal("search", "农业保险", "-n", "3", cwd=home, NO_COLOR="1")
    assert "\x1b[3" not in shown
    status, shown = on_terminal("search", '"没有的词语"', cwd=home)
    assert (status, "nothing found" in shown) == (1, True)


@pytest.mark.parametrize("columns", [40, 80])
def test_progress_counts_and_names_files_on_one_line_of_any_terminal(tmp_path: Path, columns: int) -> None:
    for number, sample in enumerate(sorted(SAMPLES.glob("*.txt"))):
        shutil.copy(sample, tmp_path / f"第{number}期{'关爱保险工作简报' * 6}.txt")
    status, shown = on_terminal("index", ".", cwd=tmp_path, columns=columns)
    assert (status, "files:    3 added" in shown) == (0, True)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    drawn = [line for line in re.split(r"[\r\n]+", plain) if "━" in line]
    assert any(" 3/3 " in line for line in drawn)
    assert all(cell_len(line) <= columns for line in drawn)


def test_the_summary_says_why_files_were_not_read(tmp_path: Path) -> None:
    (tmp_path / "好.txt").write_text("县农技站举办培训班\n\n5月12日，县农技站举办培训班。\n", encoding="utf-8")
    (tmp_path / "空.txt").write_text(" \n")
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4")
    for name in ("表.xls", "图.xls"):
        (tmp_path / name).write_bytes(b"x")
    done = wensou("index", ".", "无.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert "files:    1 added, 0 changed, 0 unchanged, 0 removed, 5 skipped\n" in done.stdout
    assert "not read: 2 .xls, 1 damaged, 1 out of reach, 1 without text\n" in done.stdout
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == ["无.txt", "坏.pdf", "空.txt"]
    again = wensou("index", ".", cwd=tmp_path)
    assert (again.returncode, len(again.stderr.splitlines())) == (2, 2)
    assert "files:    0 added, 0 changed, 1 unchanged, 0 removed, 4 skipped\n" in again.stdout


def test_lists_are_drawn_on_a_terminal(home: Path) -> None:
    status, shown = on_terminal("list", "regions", cwd=home)
    assert (status, "湖南省" in shown) == (0, True)
    first = wensou("search", "农业", "--format", "ids", "-n", "1", cwd=home).stdout.strip()
    status, shown = on_terminal("show", first, "--query", "农业", cwd=home)
    assert (status, "\x1b[1;31m农业" in shown) == (0, True)


def test_a_file_whose_name_begins_with_a_stroke(tmp_path: Path) -> None:
    (tmp_path / "-政务.txt").write_text("容县召开工作会议\n", encoding="utf-8")
    done = wensou("parse", "-政务.txt", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == "wensou: No such option '-政'. If the file is meant: './-政务.txt'"
    assert "If the file" not in wensou("parse", "-不.txt", cwd=tmp_path).stderr
    assert wensou("parse", "./-政务.txt", cwd=tmp_path).returncode == 0


def test_a_switch_can_be_turned_off_again_and_the_last_one_counts(home: Path) -> None:
    (home / ".wensou.toml").write_text("[search]\nany = true\n", encoding="utf-8")
    try:
        search = ("search", "农业 没有的词语", "--count")
        counts = [
            served(*search, *options, cwd=home).out
            for options in ([], ["--no-any"], ["--no-any", "--any"], ["--any", "--no-any"])
        ]
        assert counts[0] == counts[2] != counts[1] == counts[3] == "0\n"
    finally:
        (home / ".wensou.toml").unlink()
    assert "--no-" not in served("search", "--help", cwd=home).out
    assert served("show", "zzzz", "--no-pager", "--pager", cwd=home).status == 2


def test_issues_are_found_by_their_number_in_either_notation(home: Path) -> None:
    third = served("search", "--issue", "第3期", "--count", cwd=home).out
    assert third != "0\n"
    for name in ("第三期", "三期", "第三", "三", "甘农简讯 第三期", "３"):
        assert served("search", "--issue", name, "--count", cwd=home).out == third
    assert served("search", "--issue", "第十三期", "--count", cwd=home).out == "0\n"


def test_counts_of_a_region_that_the_index_lacks_say_so(home: Path) -> None:
    for options in (["--count"], ["--count-by", "year"]):
        done = served("search", "农业", "--region", "上海", *options, cwd=home)
        assert (done.status, "no article is from 上海市" in done.err) == (1, True)


def test_a_list_opens_in_excel(home: Path) -> None:
    done = served("list", "units", "--format", "csv", "--excel", cwd=home)
    assert (done.status, done.out[:14]) == (0, "\ufeffvalue,articles"[:14])
    assert served("list", "units", "--excel", cwd=home).status == 2


@pytest.mark.parametrize("columns", [40, 200])
def test_what_is_written_on_a_terminal_fits_it(home: Path, columns: int) -> None:
    for command in (("index", "--dry-run", "."), ("config",), ("analyze", "农业保险" * 9), ("list", "--help")):
        shown = served_on_terminal(*command, cwd=home, columns=columns, HOME="/people/li").out
        assert all(cell_len(line) <= columns for line in shown.splitlines()), command
    assert "search.limit" in served_on_terminal("config", cwd=home, columns=columns).out
