"""Settings: options before the environment, before the project's file, before the user's, before defaults."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support.places import SAMPLES
from tests.support.program import wensou


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("indexed")
    for sample in SAMPLES.glob("*.txt"):
        shutil.copy(sample, folder)
    assert wensou("index", ".", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def home(indexed: Path, tmp_path: Path) -> Path:
    """A folder with an index, and room for files of settings."""
    shutil.copytree(indexed / ".wensou", tmp_path / ".wensou")
    return tmp_path


def project(home: Path, text: str) -> None:
    (home / ".wensou.toml").write_text(text, encoding="utf-8")


def user(home: Path, text: str) -> dict[str, str]:
    """The environment in which a user has these settings."""
    path = home / "settings" / "wensou" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return {"XDG_CONFIG_HOME": str(home / "settings")}


def shown(home: Path, *arguments: str, **values: str) -> int:
    done = wensou("search", "农业", "--format", "ids", *arguments, cwd=home, **values)
    assert (done.returncode, done.stderr) == (0, "")
    return len(done.stdout.splitlines())


def test_the_nearest_setting_counts(home: Path) -> None:
    assert shown(home) == 10
    settings = user(home, "[search]\nlimit = 6\n")
    assert shown(home, **settings) == 6
    project(home, "[search]\nlimit = 5\n")
    assert shown(home, **settings) == 5
    assert shown(home, WENSOU_SEARCH_LIMIT="4", **settings) == 4
    assert shown(home, "--limit", "3", WENSOU_SEARCH_LIMIT="4", **settings) == 3
    inside = home / "folder"
    inside.mkdir()
    assert shown(inside) == 5


def test_settings_stand_beside_the_index_that_is_named(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    project(home, "[search]\nlimit = 2\n")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert shown(elsewhere, "--index", str(home / ".wensou")) == 2
    assert shown(elsewhere, WENSOU_INDEX=str(home / ".wensou")) == 2
    project(home, "no TOML")
    assert wensou("search", "农业", cwd=home).returncode == 2
    assert wensou("--no-config", "search", "农业", cwd=home).returncode == 0
    assert wensou("--no-config", "search", "农业", "--index", home / ".wensou", cwd=elsewhere).returncode == 0


def test_filters_and_switches_can_be_set(home: Path) -> None:
    everywhere = wensou("search", "农业", "--count", cwd=home).stdout
    project(home, '[search]\nregion = "湖南"\ncount = true\n')
    hunan = wensou("search", "农业", cwd=home).stdout
    assert 0 < int(hunan) < int(everywhere)
    project(home, '[search]\nregion = ["湖南", "福建"]\ncount = true\n')
    assert int(hunan) < int(wensou("search", "农业", cwd=home).stdout) < int(everywhere)


def test_files_may_hold_dates_as_toml_writes_them_and_a_mark_as_windows_does(home: Path) -> None:
    project(home, "\ufeff[search]\nsince = 2024-01-01\n")
    given = wensou("--no-config", "search", "农业", "--since", "2024-01-01", "--format", "ids", cwd=home)
    assert 0 < shown(home) == len(given.stdout.splitlines()) < 10
    assert "search.since\t2024-01-01\t" in wensou("config", cwd=home).stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[search\n", "is no TOML"),
        ("[serch]\n", "[serch] is no command; did you mean search?"),
        ("limit = 3\n", "[limit] is no command"),
        ("search = 3\n", "search is a table of options, [search], not 3"),
        ("[search]\nlimit = true\n", "[search] limit takes a value, it is not true"),
        ("[search]\nlimt = 3\n", "wensou search has no option --limt to set; did you mean limit?"),
        ('[search]\nindex = "x"\n', "no option --index to set"),
        ('[search]\ncount = "yes"\n', "[search] count is true or false, not 'yes'"),
        ("[search]\nlimit = [1]\n", "[search] limit is one value"),
        ("[search]\nlimit = 2.5\n", "[search] limit is a whole number, not 2.5"),
        ('[search]\nlimit = "many"\n', "Invalid value for '-n' / '--limit': 'many'"),
        ("[search]\nlimit = 0\n", "0 is not in the range"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_file(home: Path, text: str, said: str) -> None:
    project(home, text)
    done = wensou("search", "农业", cwd=home)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert str(home / ".wensou.toml") in done.stderr


def test_a_variable_that_cannot_be_used_is_named(home: Path) -> None:
    done = wensou("search", "农业", cwd=home, WENSOU_SEARCH_SORT="size")
    assert (done.returncode, done.stdout) == (2, "")
    assert "wensou: WENSOU_SEARCH_SORT: Invalid value for '--sort'" in done.stderr


def test_config_tells_where_each_value_comes_from(home: Path) -> None:
    settings = user(home, "[search]\nlimit = 6\n[parse]\nformat = 'text'\n")
    project(home, "[search]\nfields = 'id'\n")
    done = wensou("config", "--format", "json", cwd=home, WENSOU_SEARCH_SORT="date", **settings)
    assert (done.returncode, done.stderr) == (0, "")
    entries = {entry["setting"]: (entry["value"], entry["origin"]) for entry in json.loads(done.stdout)}
    user_file = str(home / "settings" / "wensou" / "config.toml")
    assert entries["index"] == (str(home / ".wensou"), "here or above")
    assert entries["user file"] == (user_file, "")
    assert entries["search.limit"] == (6, user_file)
    assert entries["parse.format"] == ("text", user_file)
    assert entries["search.fields"] == ("id", str(home / ".wensou.toml"))
    assert entries["search.sort"] == ("date", "WENSOU_SEARCH_SORT")
    assert entries["search.page"] == (1, "default")
    plain = wensou("config", cwd=home, **settings).stdout
    assert f"search.limit\t6\t{user_file}\n" in plain


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["serch", "农业"], "did you mean: wensou search 农业"),
        (["关爱 保险"], "did you mean: wensou search '关爱 保险'"),
        (["lists", "units"], "did you mean: wensou list units"),
    ],
)
def test_a_word_that_is_no_command_is_told_what_was_meant(home: Path, arguments: list[str], meant: str) -> None:
    done = wensou(*arguments, cwd=home)
    assert (done.returncode, done.stdout) == (2, "")
    assert meant in done.stderr
