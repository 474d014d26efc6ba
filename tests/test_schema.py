"""The machine formats are what docs/json.schema.json says, and it says what docs/json.md says."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

from index import Index
from search import Filters, Searcher
from search.cli.search import command as search_command
from search.output.records import HIT_FIELDS
from tests.support.places import PROJECT
from tests.support.program import wensou
from tests.test_docs import JSON, names, table

SCHEMA: Final[dict[str, Any]] = json.loads((PROJECT / "docs" / "json.schema.json").read_text(encoding="utf-8"))
DEFINITIONS: Final[dict[str, Any]] = SCHEMA["$defs"]
QUERIES: Final = '农业保险\n"\n没有的词语 农业\n关爱^2 -保险 OR 标题:茶\n'


def validator(format_name: str) -> Any:
    """What checks records of one format."""
    return Draft202012Validator({**SCHEMA, "$ref": f"#/$defs/{format_name}"})


def keys(definition: str) -> list[str]:
    """The keys of an object, in order, but for the explanation that is there where it was asked for."""
    return [key for key in DEFINITIONS[definition]["properties"] if key != "explain"]


def test_the_schema_is_one_and_has_no_loose_ends() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for definition in re.findall(r'"#/\$defs/([\w-]+)', json.dumps(SCHEMA)):
        assert definition in DEFINITIONS
    objects = [each for each in _parts(SCHEMA) if each.get("type") == "object"]
    assert objects
    assert all(each["additionalProperties"] is False for each in objects)


def _parts(node: Any) -> list[dict[str, Any]]:
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [*([node] if isinstance(node, dict) else []), *(part for child in children for part in _parts(child))]


@pytest.mark.parametrize(
    ("definition", "header"),
    [
        ("parse-issue", "`kind: issue`"),
        ("parse-article", "`kind: article`"),
        ("parse-remainder", "`kind: remainder`"),
        ("status-json", "`status`"),
        ("analyze-json", "`analyze`"),
        ("query-explanation", "`explain` of the page"),
        ("result-explanation", "`explain` of a result"),
    ],
)
def test_the_page_and_the_schema_name_the_same_keys(definition: str, header: str) -> None:
    assert names(row[0] for row in table(JSON, header)) == keys(definition)


def test_results_settings_and_filters_have_the_keys_that_they_have_in_the_program() -> None:
    assert keys("result") == keys("result-fields") == list(HIT_FIELDS)
    text = JSON.read_text(encoding="utf-8").split("## parse")[0]
    assert re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE) == [*keys("result"), *keys("search-json")]
    assert names(row[0] for row in table(JSON, "a setting")) == list(DEFINITIONS["config-json"]["items"]["properties"])
    assert set(keys("suggestion")) == {"query", "filters", "total"}
    filters = DEFINITIONS["suggestion"]["properties"]["filters"]["properties"]
    assert set(filters) == set(Filters.__match_args__)
    (counted,) = (option for option in search_command.params if option.name == "count_by")
    fields = DEFINITIONS["count-json"]["properties"]["field"]["enum"]
    assert fields == [*counted.type.choices, "source"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("format_name", "arguments"),
    [
        ("search-json", "search 农业保险 --format json --explain --since 2023"),
        ("search-json", "search 农业保验 --format json --region 湖南"),
        ("search-json-fields", "search 农业 --format json --fields title,id"),
        ("search-jsonl", 'search "农业 NOT 保险 日期:>=2023" --format jsonl --explain'),
        ("search-jsonl-fields", "search 农业 --format jsonl --fields title"),
        ("batch-line", "search --batch"),
        ("count-json", "search 农业 --format json --count-by region"),
        ("count-json", "list sources --format json"),
        ("count-jsonl", "list units --format jsonl"),
        ("parse-line", "parse 通讯/闽乡通讯-2023-10.txt"),
        ("show-json", "show FIRST --format json"),
        ("status-json", "status --format json"),
        ("config-json", "config --format json"),
        ("analyze-json", "analyze 第3期，你好 --format json"),
    ],
)
def test_what_is_printed_is_what_the_schema_says(office: Path, format_name: str, arguments: str) -> None:
    first = Searcher(Index(office / ".wensou")).search("农业", limit=1).hits[0].article.id
    words = shlex.split(arguments.replace("FIRST", first))
    done = wensou(*words, cwd=office, stdin=QUERIES)
    is_one = words[0] in {"search", "list", "config"} and "json" in words
    records = [json.loads(text) for text in ([done.stdout] if is_one else done.stdout.splitlines())]
    assert records
    check = validator(format_name)
    for record in records:
        check.validate(record)
        for entry in record if isinstance(record, list) else [record]:
            wrap = (lambda each: [each]) if isinstance(record, list) else (lambda each: each)
            assert check.is_valid(wrap(entry))
            assert not check.is_valid(wrap({**entry, "new": 1}))
            for key in set(entry) - {"explain"} if format_name != "search-jsonl-fields" else ():
                assert not check.is_valid(wrap({name: value for name, value in entry.items() if name != key})), key
