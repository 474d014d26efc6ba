"""The same article in several files is one article that names them all, whatever becomes of each file."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.identity import article_id, content_digest
from corpus.kinds import NEWSLETTERS
from corpus.records import Issue
from index import Index, writer
from index.checking import check
from index.engines import ENGINES
from index.plan import Every
from search.ingest import Summary
from search.sources import SourceNames
from tests.formats import issue
from tests.support.indexes import all_articles, article, ingest_into
from tests.support.places import PROJECT, SAMPLES
from tests.support.program import on_terminal, wensou

SAMPLE = SAMPLES / "农技通讯-2023-05.txt"
FORMATS = PROJECT / "tests" / "formats" / "files"
FILES = ("甲.jsonl", "乙.jsonl", "丙/甲.jsonl", "丁.jsonl")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a sample issue, indexed."""
    shutil.copy(SAMPLE, tmp_path)
    assert wensou("index", ".", cwd=tmp_path).returncode == 0
    return tmp_path


def found(folder: Path, *arguments: str) -> list[dict[str, object]]:
    done = wensou("search", *arguments, "-n", "100", "--format", "jsonl", cwd=folder)
    return [json.loads(line) for line in done.stdout.splitlines()]


def sources(folder: Path) -> dict[str, int]:
    listed = wensou("list", "sources", cwd=folder).stdout.splitlines()
    return {name: int(count) for name, count in (line.split("\t") for line in listed)}


# What tells articles apart


def test_white_space_width_and_punctuation_between_words_do_not_tell_articles_apart() -> None:
    one = article("本报讯（陈 燕）：5月，增长1.5万元，占５%。\n●二〇二二年", title="工作 通讯", untitled=False)
    for body in (
        "本报讯(陈燕):5月,增长1.5万元,占5%。二〇二二年",
        "本报讯（陈　燕）：5月，增长1.5\n万元，占5%。\n二〇二二年",
    ):
        assert content_digest(replace(one, body=body, title="工作通讯", source="二.pdf")) == content_digest(one)


@pytest.mark.parametrize(
    ("body", "other"), [("1.5万", "15万"), ("5%", "5‰"), ("-3", "3"), ("甲", "乙"), ("后", "後"), ("二〇", "二")]
)
def test_what_says_something_else_is_another_article(body: str, other: str) -> None:
    assert article_id(article(body)) != article_id(article(other))


def test_whatever_a_filter_asks_for_tells_articles_apart() -> None:
    brief = article("更正", issue=Issue("工作通讯", "第1期", "2022-01"))
    others = [
        replace(brief, issue=Issue("工作通讯", "第2期", "2022-01")),
        replace(brief, issue=Issue("工作通讯", "第1期", "2022-02")),
        *(replace(brief, **{field: "2022"}) for field in ("section", "unit", "author", "date")),  # type: ignore[arg-type]
    ]
    assert len({article_id(each) for each in (brief, *others)}) == 7


# One hit for several files


def test_a_copy_that_is_moved_stays_a_duplicate(home: Path) -> None:
    shutil.copy(home / SAMPLE.name, home / "a.txt")
    assert wensou("index", ".", cwd=home).returncode == 0
    (home / "a.txt").rename(home / "b.txt")
    done = wensou("index", ".", cwd=home)
    count = sources(home)[SAMPLE.name]
    assert f"articles: 0 added, {count} removed, {count} duplicates\n" in done.stdout


def test_a_copy_adds_no_hits_and_is_named(home: Path) -> None:
    before = found(home, "农业")
    (home / "副本").mkdir()
    shutil.copy(home / SAMPLE.name, home / "副本" / "a.txt")
    done = wensou("index", ".", cwd=home)
    count = sources(home)[SAMPLE.name]
    assert (done.returncode, f"articles: 0 added, 0 removed, {count} duplicates\n" in done.stdout) == (
        0,
        True,
    )
    names = [SAMPLE.name, "副本/a.txt"]
    assert found(home, "农业") == [
        {**hit, "score": after["score"], "sources": names}
        for hit, after in zip(before, found(home, "农业"), strict=True)
    ]
    assert wensou("search", "农业", "--count", cwd=home).stdout == f"{len(before)}\n"
    assert wensou("search", "农业", "--format", "paths", cwd=home).stdout.splitlines() == names
    assert sources(home) == dict.fromkeys(names, count)
    shown = json.loads(wensou("show", str(before[0]["id"]), "--format", "json", cwd=home).stdout)
    assert (shown["source"], shown["sources"]) == (names[0], names)
    line = wensou("search", "农业", "-n", "1", cwd=home).stdout
    assert f"also in 副本/a.txt:{before[0]['line']} · {before[0]['id']}" in line
    assert all(name in on_terminal("search", "农业", "-n", "1", cwd=home)[1] for name in names)


def test_what_parse_prints_is_the_same_article(home: Path) -> None:
    (home / "parsed.jsonl").write_text(wensou("parse", SAMPLE.name, cwd=home).stdout, encoding="utf-8")
    done = wensou("index", ".", cwd=home)
    assert (done.returncode, done.stderr) == (0, "")
    assert {tuple(hit["sources"]) for hit in found(home, "--issue", "农技通讯")} == {("parsed.jsonl", SAMPLE.name)}  # type: ignore[arg-type]


def test_no_article_is_lost_with_one_of_its_files(home: Path) -> None:
    before = found(home, "--issue", "农技通讯", "--sort", "source")
    (home / "副本").mkdir()
    shutil.copy(home / SAMPLE.name, home / "副本" / "a.txt")
    wensou("index", ".", cwd=home)
    assert wensou("remove", SAMPLE.name, cwd=home).returncode == 0
    after = found(home, "--issue", "农技通讯", "--sort", "source")
    assert after == [{**hit, "source": "副本/a.txt", "sources": ["副本/a.txt"]} for hit in before]
    assert wensou("status", "--check", cwd=home).returncode == 0
    assert wensou("remove", str(before[0]["id"]), cwd=home).returncode == 0
    assert len(found(home, "--issue", "农技通讯")) == len(before) - 1


# Whatever happens to the files


class Folder:
    """Files of articles out of a few, and what an index of them must hold."""

    def __init__(self, path: Path, engine_name: str, seed: int) -> None:
        self._path = path
        self._engine_name = engine_name
        self._random = random.Random(seed)
        self._contents: dict[str, list[int]] = {}

    def change(self) -> None:
        """Writes, changes, moves or removes some files."""
        for name in self._random.sample(FILES, self._random.randint(1, len(FILES))):
            path = self._path / name
            path.parent.mkdir(exist_ok=True)
            if name in self._contents and self._random.random() < 0.3:
                path.unlink()
                del self._contents[name]
                continue
            self._contents[name] = self._random.sample(range(8), self._random.randint(1, 6))
            lines = (self._line(number) for number in self._contents[name])
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def _line(self, number: int) -> str:
        # Spaces differ, and say nothing; odd ones get ids made of their content.
        body = f"第{number}号：各村{' ' * self._random.randint(0, 1)}做好防汛准备。"
        given = {} if number % 2 else {"id": f"id{number}"}
        return json.dumps({**given, "title": f"通知{number}", "body": body, "section": f"栏{number % 3}"})

    def update(self, *, kill: bool = False) -> Summary:
        with writer(self._path / ".wensou", engine_name=self._engine_name) as transaction:
            summary = ingest_into(transaction, [self._path], SourceNames(self._path), prune=True)
            if kill:
                raise KeyboardInterrupt
        return summary

    def expected(self) -> dict[str, set[str]]:
        """The files in which each article stands, by title."""
        places: defaultdict[str, set[str]] = defaultdict(set)
        for name, numbers in self._contents.items():
            for number in numbers:
                places[f"通知{number}"].add(name)
        return dict(places)


@pytest.fixture(params=ENGINES)
def folders(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Folder]:
    return (Folder(tmp_path / str(seed), request.param, seed) for seed in range(2))


def test_an_index_that_is_kept_up_holds_what_a_new_one_would(folders: Iterator[Folder]) -> None:
    for folder in folders:
        folder._path.mkdir()
        for step in range(6):
            folder.change()
            if step % 3 == 2:
                with pytest.raises(KeyboardInterrupt):
                    folder.update(kill=True)
            assert folder.update().faults == []
            index = Index(folder._path / ".wensou")
            reader = index.reader()
            articles = all_articles(reader)
            expected = folder.expected()
            assert {each.title: set(each.sources) for each in articles} == expected
            assert len(articles) == len(expected) == reader.article_count()
            assert all(list(each.places) == sorted(each.places) for each in articles)
            assert reader.count_by("section", Every()) == Counter(f"栏{int(title[-1]) % 3}" for title in expected)
            files = Counter(name for names in expected.values() for name in names)
            assert {name: count for name, (count, _, _) in index.facets().sources.items()} == files
            reader.close()
            assert check(index) == []


def test_the_same_issue_in_all_formats_has_its_articles_once(home: Path) -> None:
    files = sorted(path for path in FORMATS.iterdir() if path.suffix in NEWSLETTERS)
    assert {".doc", ".docx", ".pdf"} <= {path.suffix for path in files}
    for path in files:
        shutil.copy(path, home)
    done = wensou("index", ".", cwd=home)
    assert (done.returncode, done.stderr) == (0, "")
    hits = found(home, "--issue", "赣中通讯")
    assert len(hits) == len(issue.STORIES) + len(issue.BRIEFS)
    for hit in hits:
        assert hit["sources"] == [path.name for path in files]


def test_a_copy_of_an_article_that_was_corrected_keeps_its_text(home: Path) -> None:
    (home / "副本").mkdir()
    shutil.copy(home / SAMPLE.name, home / "副本" / "a.txt")
    lines = wensou("parse", SAMPLE.name, cwd=home).stdout.splitlines()
    at, first = next((n, record) for n, line in enumerate(lines) if (record := json.loads(line))["kind"] == "article")
    lines[at] = json.dumps({**first, "body": first["body"] + "已更正。"}, ensure_ascii=False)
    (home / f"{SAMPLE.name}.articles.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert wensou("index", ".", cwd=home).returncode == 0
    (mended,) = found(home, '"已更正"')
    assert mended["sources"] == [SAMPLE.name]
    before = [hit for hit in found(home, "-F", first["body"][:30]) if hit["id"] != mended["id"]]
    assert [hit["sources"] for hit in before] == [["副本/a.txt"]]
    assert wensou("status", "--check", cwd=home).returncode == 0


def test_an_id_that_a_file_gives_to_another_article_is_refused_until_it_is_free(home: Path) -> None:
    (home / "a.jsonl").write_text('{"id": "7", "title": "甲", "body": "乙"}\n', encoding="utf-8")
    (home / "b.jsonl").write_text('{"id": "7", "title": "丙", "body": "丁"}\n', encoding="utf-8")
    for _ in range(2):
        done = wensou("index", ".", cwd=home)
        assert (done.returncode, done.stderr) == (
            2,
            "wensou: b.jsonl:1: the id '7' is that of another article, in a.jsonl\n",
        )
        assert json.loads(wensou("show", "7", "--format", "json", cwd=home).stdout)["title"] == "甲"
    (home / "a.jsonl").unlink()
    done = wensou("index", ".", cwd=home)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(wensou("show", "7", "--format", "json", cwd=home).stdout)["title"] == "丙"
    assert wensou("status", "--check", cwd=home).returncode == 0
