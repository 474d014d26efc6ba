"""Brings the catalogue of Chinese messages up to date with the code, and compiles it.

python -m scripts.make_translations           write wensou.po and wensou.mo; what is left to translate is named
python -m scripts.make_translations --check   exit with 1 where they are stale or not complete
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from string import Formatter
from typing import Final

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from corpus.language import CHINESE
from search.cli import COMMANDS, cli
from search.cli.help import paragraphs

PROJECT: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = PROJECT / "corpus" / "locale" / CHINESE / "LC_MESSAGES"
SOURCE: Final = FOLDER / "wensou.po"
COMPILED: Final = FOLDER / "wensou.mo"
OTHERS: Final = FOLDER / "others.po"
PACKAGES: Final = ("corpus", "index", "search", "wensou")
_HEADER: Final = (
    "# The messages of wensou, written by scripts/make_translations.py; what stands behind msgstr, by people."
)
# The compiled catalogue changes with messages alone.
_NO_DATE: Final = datetime(1970, 1, 1, tzinfo=timezone.utc)
# Functions of corpus.language that mark messages, and how many forms each takes.
MARKS: Final = {"tr": 1, "later": 1, "said": 1, "trn": 2}


def code_messages() -> Iterator[str | tuple[str, ...]]:
    """The messages that the code has, those of `trn` as pairs, and the help of all commands."""
    for package in PACKAGES:
        for path in sorted((PROJECT / package).rglob("*.py")):
            yield from marked_messages(path.read_text(encoding="utf-8"))
    yield from (about for _, about in COMMANDS.values())
    yield from help_messages(cli)


def marked_messages(source: str) -> Iterator[str | tuple[str, ...]]:
    """The texts in a source that are marked as messages. Babel's own extraction passes over those within f-strings."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            parts = [part.value for part in node.args[: MARKS[node.func.id]] if isinstance(part, ast.Constant)]
            forms = tuple(part for part in parts if isinstance(part, str))
            if forms:
                yield forms[0] if len(forms) == 1 else forms


def help_messages(command: click.Command) -> Iterator[str]:
    """The help of a command and its options, and of the commands below it."""
    yield from paragraphs(command.help or "")
    for parameter in command.params:
        yield from filter(None, [getattr(parameter, "help", None), parameter.metavar])
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from help_messages(below)


def read(path: Path) -> Catalog:
    """A PO file."""
    with path.open("rb") as file:
        return read_po(file, locale=CHINESE)


def updated() -> Catalog:
    """The catalogue with the messages of the code, and of them alone."""
    catalogue, others = read(SOURCE), read(OTHERS)
    fresh = Catalog(locale=CHINESE, header_comment=_HEADER, fuzzy=False)
    for text in code_messages():
        if text not in others:
            fresh.add(text)
    for message in fresh:
        before = catalogue.get(message.id)
        if message.id and before is not None and bool(message.pluralizable) == bool(before.pluralizable):
            message.string = before.string
    return fresh


def faults(catalogue: Catalog) -> Iterator[str]:
    """What is wrong with messages: not translated, or with other fields than the original has."""
    for message in catalogue:
        if not message.id:
            continue
        original, string = _last(message.id), _last(message.string or "")
        if not string:
            yield f"not translated: {original!r}"
        elif fields(string) != fields(original):
            yield f"other fields: {original!r}"


def _last(forms: str | list[str] | tuple[str, ...]) -> str:
    """A text, or the form of it that means many: Chinese has no other."""
    return forms if isinstance(forms, str) else forms[-1]


def fields(template: str) -> set[str]:
    """The names of the fields of a template."""
    try:
        return {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    except ValueError:  # help, which no fields are filled into
        return set()


def as_text(catalogue: Catalog) -> bytes:
    """The catalogue as a PO file: without line numbers and dates, so that it changes only with messages."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, no_location=True, omit_header=False, sort_output=True)
    lines = buffer.getvalue().split(b"\n")
    dropped = (
        b'"Project-Id-Version',
        b'"POT-Creation-Date',
        b'"PO-Revision-Date',
        b'"Last-Translator',
        b'"Language-Team',
        b'"Generated-By',
    )
    return b"\n".join(line for line in lines if not line.startswith((*dropped, b'"Report-Msgid-Bugs')))


def compiled() -> bytes:
    """What gettext reads: our messages and those of Click."""
    merged = Catalog(locale=CHINESE, creation_date=_NO_DATE, revision_date=_NO_DATE, fuzzy=False)
    for path in (OTHERS, SOURCE):
        for message in read(path):
            if message.id:
                merged.add(message.id, message.string)
    buffer = io.BytesIO()
    write_mo(buffer, merged)
    return buffer.getvalue()


def main() -> int:
    catalogue = updated()
    text = as_text(catalogue)
    wrong = list(faults(catalogue))
    if "--check" not in sys.argv:
        SOURCE.write_bytes(text)
        COMPILED.write_bytes(compiled())
    elif SOURCE.read_bytes() != text or COMPILED.read_bytes() != compiled():
        wrong.append("the Chinese messages are stale; run: python -m scripts.make_translations")
    for fault in wrong:
        print(fault, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
