"""Every command, in every format, in a pipe and on terminals, shows what its file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.cli import COMMANDS, cli
from tests.golden.cases import CASES, FILES, prepare, shown


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("golden") / "office"
    made.mkdir()
    prepare(made)
    return made


@pytest.mark.parametrize("case", CASES)
def test_what_is_shown_is_what_was_looked_at(case: str, folder: Path) -> None:
    assert shown(case, folder) == (FILES / f"{case}.txt").read_text(encoding="utf-8"), "if it is meant: make golden"


def test_every_command_and_format_has_a_case() -> None:
    context = cli.make_context("wensou", [], resilient_parsing=True)
    lines = [f"{line} " for line in CASES.values()]
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        formats = next((list(option.type.choices) for option in command.params if option.name == "output"), [])  # type: ignore[attr-defined]
        for wanted in formats:
            default = wanted == formats[0]
            assert any(line.startswith(f"{name} ") and (f"--format {wanted} " in line or default) for line in lines)
        assert any(line.startswith(f"{name} ") for line in lines)


def test_every_file_is_of_a_case() -> None:
    assert {file.stem for file in FILES.iterdir()} == set(CASES)
