"""How well a cluster ranks: questions of CMRC 2018, against the engine of one machine."""

from __future__ import annotations

from pathlib import Path

from benchmarks.opened import Wensou
from benchmarks.ranking.judging import mean_reciprocal_rank, rank
from benchmarks.ranking.tasks import QUESTIONS, draw_tasks
from index import writer
from index.engines import LARGE
from search.sources import SourceNames
from tests.support.cluster import OPENSEARCH, index_place, needs_cluster
from tests.support.indexes import ingest_into
from tests.support.places import needs_shared

pytestmark = needs_cluster

# Articles of laws among which the questions' paragraphs stand, and for one in how many questions they are asked.
AROUND = 2_000
EACH = 4


def test_questions_are_answered_as_well_as_on_one_machine(tmp_path: Path) -> None:
    needs_shared(QUESTIONS)
    (tmp_path / "articles").mkdir()
    _, tasks = draw_tasks(tmp_path / "articles" / "ranked.jsonl", QUESTIONS, AROUND, 1, 20_240_401)
    (asked,) = (task.asked[::EACH] for task in tasks if task.name == "questions, all")
    figures = {}
    for engine_name in (LARGE, OPENSEARCH):
        place = index_place(engine_name, tmp_path)
        with writer(place, engine_name=engine_name) as transaction:
            ingest_into(transaction, [tmp_path / "articles"], SourceNames(tmp_path))
        best = Wensou(place).best
        figures[engine_name] = mean_reciprocal_rank([rank(best(each.query, every=False), each) for each in asked])
    print(f"MRR@10 of {len(asked)} questions: {figures}")
    assert len(asked) > 500
    assert abs(figures[OPENSEARCH] - figures[LARGE]) < 0.01
