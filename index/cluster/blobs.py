"""Bytes in a cluster: the compiled dictionary and the counts for lists, in documents of a megabyte each.

A document of its own names the parts, by the hash of the whole; it is replaced last, so that readers get the old bytes
or the new ones. What was read once is kept in a folder of this machine, by its hash.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import tempfile
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final

from index.engines.opensearch.commits import Remote
from index.engines.opensearch.connection import LONG, MissingError, to_json

_PART: Final = 1_000_000
# Seconds after which what was not used is removed from this machine.
_KEPT: Final = 30 * 24 * 3600.0


class Blobs:
    """Bytes by name, in an index of a cluster."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote

    def put(self, name: str, data: bytes) -> None:
        """Puts bytes in the place of those of that name."""
        digest = _digest(data)
        count = -(-len(data) // _PART)
        former = self._head(name)
        if former == (digest, count):
            return
        for place in range(count):
            text = base64.b64encode(data[place * _PART : (place + 1) * _PART]).decode()
            self._write(f"{digest}-{place}", text)
        self._write(name, to_json({"digest": digest, "parts": count}))
        if former is not None and former[0] != digest:
            self._delete(*former)

    def get(self, name: str) -> bytes | None:
        """The bytes of that name, None where there are none, or no whole ones."""
        for _ in range(2):  # they may be replaced while they are read
            head = self._head(name)
            if head is None:
                return None
            kept = cache_folder() / head[0]
            with suppress(OSError):
                data = kept.read_bytes()
                if _digest(data) == head[0]:
                    kept.touch()
                    return data
            fetched = [self._read(f"{head[0]}-{place}") for place in range(head[1])]
            data = b"".join(base64.b64decode(part) for part in fetched if part is not None)
            if _digest(data) == head[0]:
                keep(kept, data)
                return data
        return None

    def version(self, name: str) -> tuple[str, int] | None:
        """What changes with the bytes of that name; None where there are none."""
        return self._head(name)

    def remove(self, name: str) -> None:
        """Removes the bytes of that name, if there are any."""
        head = self._head(name)
        if head is not None:
            self._remote.cluster.ask("DELETE", self._path(name), patience=LONG)
            self._delete(*head)

    def _head(self, name: str) -> tuple[str, int] | None:
        text = self._read(name)
        if text is None:
            return None
        values = json.loads(text)
        return values["digest"], values["parts"]

    def _path(self, name: str) -> str:
        return f"/{self._remote.index}/_doc/{name}"

    def _read(self, name: str) -> str | None:
        try:
            text: str = self._remote.cluster.ask("GET", self._path(name))["_source"]["record"]
        except MissingError:
            return None
        return text

    def _write(self, name: str, text: str) -> None:
        self._remote.cluster.ask("PUT", self._path(name), {"record": text}, patience=LONG)

    def _delete(self, digest: str, count: int) -> None:
        for place in range(count):
            with suppress(MissingError):
                self._remote.cluster.ask("DELETE", self._path(f"{digest}-{place}"), patience=LONG)


def cache_folder() -> Path:
    """Where this machine keeps what it has read from clusters, for this user: as the system has it."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base, "wensou")


def keep(target: Path, data: bytes) -> None:
    """Keeps bytes in a file, and removes what nobody has used for long. A machine that cannot is no worse off."""
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as aside:
            aside.write(data)
        os.replace(aside.name, target)
        now = time.time()
        for entry in target.parent.iterdir():
            if entry.is_file() and now - entry.stat().st_mtime > _KEPT:
                entry.unlink(missing_ok=True)


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
