"""A split that a person corrects beside its file: it comes back as it was, and stands for the file from then on."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import CorpusError, Document, read
from corpus.corrections import is_edited, original, side_file, stamp
from corpus.files import discover
from corpus.reading import read_with_lines
from index import Index, writer
from search.corrections import write_split
from search.ingest import Summary
from search.sources import SourceNames
from tests.support.examples import EXAMPLES
from tests.support.indexes import all_articles, ingest_into
from tests.support.places import SAMPLES, SHARED
from tests.support.program import wensou
from tests.support.texts import FIRST, SECOND

ISSUE = (
    f"水利简报\n第5期\n\n修好村里水渠\n{FIRST}\n（容县水利局 陈 燕）\n\n培训班办到田头\n{SECOND}\n（北流市农业局）\n"
)
# Third-party documents, which are no part of the project and may be absent.
REAL = sorted(path for path in SHARED.glob("*/*") if path.with_suffix(".gold.json").exists())

Edit = Callable[[list[dict[str, Any]]], None]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with an issue whose split is written beside it."""
    (tmp_path / "a.txt").write_text(ISSUE, encoding="utf-8")
    write_split(tmp_path / "a.txt", encoding=None, force=False)
    return tmp_path


def edit(home: Path, change: Edit) -> None:
    """Changes the records of the side file, the first of which is the issue."""
    side = home / "a.txt.articles.jsonl"
    records = [json.loads(line) for line in side.read_text(encoding="utf-8").splitlines()]
    change(records)
    side.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")


def entitle(title: str) -> Edit:
    """Gives the first article another title."""
    return lambda records: records[1].update(title=title)


def as_split(document: Document) -> Document:
    """A corrected document as it was before it was written."""
    return replace(document, corrected=None)


def assert_comes_back(path: Path) -> None:
    """What is written of a file is read again as it was, and is not taken for edited."""
    split = read(path, automatic=True)
    written, _ = write_split(path, encoding=None, force=False)
    again = read(path)
    assert again.corrected == str(side_file(path))
    assert as_split(again) == replace(split, warnings=()) == replace(written, warnings=())
    assert not is_edited(side_file(path).read_bytes())


@pytest.mark.parametrize("path", [*sorted(SAMPLES.glob("*.txt")), *REAL], ids=lambda path: path.stem)
def test_a_split_comes_back_as_it_was(path: Path, tmp_path: Path) -> None:
    try:
        read(path)
    except CorpusError as fault:
        pytest.skip(str(fault))
    assert_comes_back(Path(shutil.copy(path, tmp_path)))


@given(st.lists(st.one_of(st.sampled_from(ISSUE.split("\n")), st.text(max_size=30)), min_size=1, max_size=20))
@example(["简讯", f"● {FIRST}", f"● {FIRST}", f"● {SECOND}"])
@example(["\u202e修好\u2028村里\x1b水渠", "\ud800", "# \ufeff", FIRST])
@settings(max_examples=EXAMPLES // 2)
def test_whatever_a_file_holds_its_split_comes_back(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
        try:
            read(path)
        except CorpusError:
            return
        assert_comes_back(path)


def test_it_is_read_as_ready_articles_too(home: Path) -> None:
    split = read(home / "a.txt", automatic=True)
    ready = read(home / "a.txt.articles.jsonl")
    keys = ("id", "title", "untitled", "section", "unit", "author", "regions", "date", "date_from", "body", "issue")
    assert [[getattr(a, key) for key in keys] for a in ready.articles] == [
        [getattr(a, key) for key in keys] for a in split.articles
    ]


def test_what_was_not_edited_may_be_written_again(home: Path) -> None:
    side = home / "a.txt.articles.jsonl"
    before = side.stat().st_ino, side.stat().st_mtime_ns
    assert not write_split(home / "a.txt", encoding=None, force=False)[1]
    assert (side.stat().st_ino, side.stat().st_mtime_ns) == before
    (home / "a.txt").write_text(ISSUE.replace("水渠", "水库"), encoding="utf-8")
    assert write_split(home / "a.txt", encoding=None, force=False)[1]
    assert read(home / "a.txt").articles[0].title == "修好村里水库"
    assert [path.name for path in home.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    "change",
    [
        entitle("修好了水渠"),
        lambda records: records[0].update(number="第6期"),
        lambda records: records[0].pop("written"),
        lambda records: records.pop(),
        lambda records: records.insert(0, records.pop()),
    ],
)
def test_what_was_edited_is_overwritten_by_force_alone(home: Path, change: Edit) -> None:
    edit(home, change)
    side = home / "a.txt.articles.jsonl"
    before = side.read_bytes()
    with pytest.raises(CorpusError, match=r"a\.txt\.articles\.jsonl: this was edited.*--write --force"):
        write_split(home / "a.txt", encoding=None, force=False)
    assert side.read_bytes() == before
    write_split(home / "a.txt", encoding=None, force=True)
    assert as_split(read(home / "a.txt")) == read(home / "a.txt", automatic=True)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"[1]\n", b"null\n", b"{" * 9999])
def test_what_no_one_wrote_is_never_overwritten(content: bytes) -> None:
    assert is_edited(content)


def test_articles_can_be_split_and_the_issue_corrected(home: Path) -> None:
    def change(records: list[dict[str, Any]]) -> None:
        first, second = FIRST[:20], FIRST[20:]
        records[0].update(number="第6期", date="2022-10")
        records[1].update(body=first)
        records.insert(2, {"title": "新的", "body": second, "unit": "北流市农业局"})

    edit(home, change)
    document = read(home / "a.txt")
    kept, new, last = document.articles
    assert {a.issue for a in document.articles} == {document.issue}
    assert (document.issue.title, document.issue.number, document.issue.date) == ("水利简报", "第6期", "2022-10")
    assert (new.title, new.regions, new.date, new.date_from) == (
        "新的", ("广西壮族自治区/玉林市/北流市",), "2022-10", "issue",
    )  # fmt: skip
    assert (kept.line_start, kept.line_end) == (new.line_start, new.line_end) == (4, 6)
    assert len({kept.id, new.id, last.id}) == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda records: [record.update(id="1") for record in records[1:3]], ":3: the id '1' is that of"),
        (lambda records: records[1].update(title=["甲"]), ":2: the title is not text"),
        (lambda records: records[1].update(date="秋天"), ":2: the date '秋天' is not understood"),
        (lambda records: records[1].update(line_end=0), ": line 2: the first and the last line must be numbers"),
        (lambda records: records[-1].update(text=1), "the remainder has no label or no text"),
        (lambda records: records[0].update(date="秋天"), ":1: the issue's date '秋天' is not understood"),
        (lambda records: records.clear(), "no text in it"),
    ],
)
def test_a_faulty_line_is_named_and_no_article_left_out(home: Path, change: Edit, said: str) -> None:
    edit(home, change)
    with pytest.raises(CorpusError) as fault:
        read(home / "a.txt")
    assert str(fault.value).startswith(str(home / "a.txt.articles.jsonl"))
    assert said in str(fault.value)


def test_a_file_whose_original_is_gone_stands_for_itself(home: Path) -> None:
    side = home / "a.txt.articles.jsonl"
    assert original(side) == home / "a.txt"
    (home / "a.txt").unlink()
    assert original(side) == side
    assert original(home / ".articles.jsonl") == home / ".articles.jsonl"


def test_a_split_can_be_written_by_hand_for_what_no_reader_reads(tmp_path: Path) -> None:
    (tmp_path / "scan.png").write_bytes(b"\x89PNG")
    (tmp_path / "scan.png.articles.jsonl").write_text('{"title": "甲", "body": "乙"}', encoding="utf-8")
    found = discover([tmp_path])
    assert not found.unknown
    (path,) = found.files
    (article,) = read(path).articles
    assert (article.title, article.source, article.line_start) == ("甲", str(tmp_path / "scan.png"), 1)
    text, document = read_with_lines(path)
    assert (text.lines, document.articles) == ((), (article,))


def test_a_link_stands_for_no_file(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "private.jsonl"
    elsewhere.write_text('{"title": "甲", "body": "乙"}', encoding="utf-8")
    (home / "a.txt.articles.jsonl").unlink()
    before = read(home / "a.txt"), stamp(home / "a.txt")
    (home / "a.txt.articles.jsonl").symlink_to(elsewhere)
    assert (read(home / "a.txt"), stamp(home / "a.txt")) == before
    found = discover([home])
    assert (found.files, found.unknown) == ([home / "a.txt"], {"links": 1})


def test_a_change_of_either_file_is_noticed(home: Path) -> None:
    seen = {stamp(home / "a.txt")}
    edit(home, entitle("修好了水渠"))
    seen.add(stamp(home / "a.txt"))
    (home / "a.txt").write_text(ISSUE + "\n", encoding="utf-8")
    seen.add(stamp(home / "a.txt"))
    (home / "a.txt.articles.jsonl").unlink()
    seen.add(stamp(home / "a.txt"))
    assert len(seen) == 4


@pytest.mark.parametrize("names", [["."], ["a.txt"], ["a.txt.articles.jsonl"], ["a.txt.articles.jsonl", "a.txt"]])
def test_whichever_is_named_or_met_the_original_is_meant(home: Path, names: list[str]) -> None:
    found = discover(home / name for name in names)
    assert found.files == [home / "a.txt"]
    assert found.named == (set() if names == ["."] else {home / "a.txt"})


def update(home: Path) -> Summary:
    """Indexes the folder."""
    with writer(home / ".wensou") as transaction:
        return ingest_into(transaction, [home], SourceNames(home))


def indexed(home: Path) -> list[tuple[str, str]]:
    """The articles that an index holds: where they stand, and their titles."""
    return [(article.source, article.title) for article in all_articles(Index(home / ".wensou").reader())]


def test_the_index_holds_what_was_corrected_under_the_name_of_the_original(home: Path) -> None:
    edit(home, entitle("修好了东村水渠"))
    first = update(home)
    assert (first.added, first.corrected) == (["a.txt"], [str(home / "a.txt.articles.jsonl")])
    assert indexed(home) == [("a.txt", "修好了东村水渠"), ("a.txt", "培训班办到田头")]
    again = update(home)
    assert (again.unchanged, again.corrected) == (["a.txt"], first.corrected)
    edit(home, entitle("修好了西村水渠"))
    assert update(home).changed == ["a.txt"]
    assert indexed(home)[0] == ("a.txt", "修好了西村水渠")


def test_a_correction_outlives_a_change_of_its_original_which_is_told(home: Path) -> None:
    edit(home, entitle("修好了西村水渠"))
    assert update(home).notes == []
    (home / "a.txt").write_text(ISSUE + "\n", encoding="utf-8")
    (note,) = update(home).notes
    assert f"{home / 'a.txt'}: this file was changed after its split was written to a.txt.articles.jsonl" in note
    assert indexed(home)[0] == ("a.txt", "修好了西村水渠")


def test_articles_stay_when_the_original_goes_and_are_its_own_when_it_comes_back(home: Path) -> None:
    edit(home, entitle("修好了西村水渠"))
    update(home)
    (home / "a.txt").rename(home / "a.bak")
    gone = update(home)
    assert (gone.added, gone.removed, gone.notes) == (["a.txt.articles.jsonl"], ["a.txt"], [])
    assert indexed(home)[0] == ("a.txt.articles.jsonl", "修好了西村水渠")
    (home / "a.bak").rename(home / "a.txt")
    back = update(home)
    assert (back.added, back.removed, back.notes) == (["a.txt"], ["a.txt.articles.jsonl"], [])
    assert indexed(home) == [("a.txt", "修好了西村水渠"), ("a.txt", "培训班办到田头")]
    (home / "a.txt.articles.jsonl").unlink()
    assert update(home).changed == ["a.txt"]
    assert indexed(home)[0] == ("a.txt", "修好村里水渠")


def test_a_copy_that_nobody_corrected_stays_an_article_of_its_own(home: Path) -> None:
    shutil.copy(home / "a.txt", home / "b.txt")
    update(home)
    edit(home, entitle("修好了西村水渠"))
    for _ in range(2):
        assert not update(home).faults
        found = sorted(article.title for article in all_articles(Index(home / ".wensou").reader()))
        assert found == ["修好了西村水渠", "修好村里水渠", "培训班办到田头"]
        (home / "b.txt").write_text(ISSUE + "\n", encoding="utf-8")


def test_an_empty_file_of_corrections_is_a_fault_beside_a_file_that_was_not_corrected_before(home: Path) -> None:
    side_file(home / "a.txt").unlink()
    update(home)
    before = indexed(home)
    side_file(home / "a.txt").touch()
    (fault,) = update(home).faults
    assert "a.txt.articles.jsonl: no text in it" in fault
    assert indexed(home) == before


def test_a_file_of_corrections_without_articles_takes_those_of_its_file_away_which_is_told(home: Path) -> None:
    update(home)
    edit(home, lambda records: records.__delitem__(slice(1, None)))
    for _ in range(2):
        summary = update(home)
        assert any("a.txt.articles.jsonl, which stands for this file, has no article" in note for note in summary.notes)
        assert indexed(home) == []
        edit(
            home,
            lambda records: records.append(
                {"kind": "remainder", "label": "other", "text": "水利简报", "lines": [1, 1]}
            ),
        )
    side_file(home / "a.txt").unlink()
    (home / "a.txt").write_text("第5期\n", encoding="utf-8")
    write_split(home / "a.txt", encoding=None, force=False)
    assert not read(home / "a.txt").warnings, "a file that has none gives none"


def test_a_slip_of_the_pen_costs_nothing_that_an_index_had(home: Path) -> None:
    update(home)
    edit(home, lambda records: records[1].update(title=["x"]))
    (fault,) = update(home).faults
    assert "a.txt.articles.jsonl:2: the title is not text; mend it, or delete the file" in fault
    assert indexed(home)[0] == ("a.txt", "修好村里水渠")


def test_commands_know_of_corrections(home: Path) -> None:
    assert "\ncorrected: 1 (a.txt.articles.jsonl)\n" in wensou("index", ".", cwd=home).stdout
    edit(home, entitle("修好了水渠"))
    assert "changed files    1" in wensou("status", cwd=home).stdout
    assert "removed 1 file " in wensou("remove", "a.txt.articles.jsonl", cwd=home).stdout


def test_parse_writes_and_then_shows_what_was_corrected(home: Path) -> None:
    (home / "a.txt.articles.jsonl").unlink()
    done = wensou("parse", "--write", "a.txt", cwd=home)
    assert (done.returncode, done.stdout, done.stderr) == (0, "wrote a.txt.articles.jsonl (2 articles)\n", "")
    edit(home, entitle("修好了水渠"))
    refused = wensou("parse", "--write", "a.txt", "a.txt.articles.jsonl", cwd=home)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.count("this was edited") == 1
    for name in ("a.txt", "a.txt.articles.jsonl"):
        shown = wensou("parse", name, cwd=home)
        assert (shown.returncode, shown.stderr) == (0, "wensou: a.txt: as corrected in a.txt.articles.jsonl\n")
        assert [json.loads(line).get("title") for line in shown.stdout.splitlines()][1] == "修好了水渠"
    outline = wensou("parse", "--format", "text", "a.txt", cwd=home)
    assert "as corrected in a.txt.articles.jsonl\n" in outline.stdout
    assert " in the remainder not " in outline.stdout
    assert wensou("parse", "--force", "a.txt", cwd=home).returncode == 2
    assert wensou("parse", "--write", "--format", "text", "a.txt", cwd=home).returncode == 2
    (home / "b.jsonl").write_text('{"title": "甲"}\n', encoding="utf-8")
    assert "are ready" in wensou("parse", "--write", "b.jsonl", cwd=home).stderr


def test_a_folder_that_cannot_be_written_to_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = (home / "a.txt.articles.jsonl").read_bytes()
    (home / "a.txt").write_text(ISSUE + SECOND, encoding="utf-8")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(CorpusError, match="cannot be written: no space left"):
        write_split(home / "a.txt", encoding=None, force=False)
    assert (home / "a.txt.articles.jsonl").read_bytes() == before
    assert sorted(path.name for path in home.iterdir()) == ["a.txt", "a.txt.articles.jsonl"]
