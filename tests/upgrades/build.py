"""`python -m tests.upgrades.build` makes indexes of the present format, which later versions must open or refuse.

Those of formats 1 to 6 were made so by the versions that had them. The dictionary, which is large, is left out.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from index.directory import DIRECTORY_NAME
from index.engines import ENGINES
from index.versions import FORMAT_VERSION
from search.ingest import index_paths

FOLDER: Final = Path(__file__).with_name("indexes")
ARTICLES: Final = (
    '{"id": "a1", "title": "山茱萸丰收", "body": "容县老人采来山茱萸三百斤。", "unit": "容县农业局", '
    '"section": "县区动态", "date": "2023-10-01"}\n'
    '{"id": "a2", "title": "第3期培训班", "body": "北流市办起第3期培训班。", "unit": "北流市农业局", '
    '"date": "2023-10-02"}\n'
)


def pack(folder: Path, target: Path) -> None:
    """Packs the index in a folder."""
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted((folder / DIRECTORY_NAME).rglob("*")):
            if path.is_file() and not path.name.startswith("dictionary-"):
                archive.writestr(ZipInfo(path.relative_to(folder).as_posix()), path.read_bytes(), ZIP_DEFLATED)


def main() -> None:
    """Makes an index with each engine."""
    for name in ENGINES:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "甲.jsonl")
            source.write_text(ARTICLES, encoding="utf-8")
            index_paths(source, index=Path(folder, DIRECTORY_NAME), engine=name)
            pack(Path(folder), FOLDER / f"format-{FORMAT_VERSION}-{name}.zip")


if __name__ == "__main__":
    main()
