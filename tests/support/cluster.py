"""Where tests find a cluster, if one is at hand: `make test-cluster` starts it and says so in the environment."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import Any, Final

import pytest

from index.cluster.access import access
from index.engines.opensearch.commits import Remote
from index.engines.opensearch.connection import Cluster

# The addresses of its machines, as wensou takes them.
CLUSTER: Final = os.environ.get("WENSOU_TEST_CLUSTER", "")
needs_cluster: Final = pytest.mark.skipif(not CLUSTER, reason="no cluster is at hand: make test-cluster")
OPENSEARCH: Final = "opensearch"
# What the names of indexes begin with that this process makes.
_OURS: Final = f"t{uuid.uuid4().hex[:12]}"


def new_address() -> str:
    """The address of an index that is not there yet."""
    return f"{CLUSTER}/{_OURS}{uuid.uuid4().hex[:12]}"


def storage_place(engine_name: str, folder: Path) -> Any:
    """A new place for an engine's storage: an empty folder, or an index of the cluster."""
    if engine_name != OPENSEARCH:
        return folder
    asking, name = access(new_address())
    return Remote(Cluster(asking), name)


def index_place(engine_name: str, folder: Path) -> Path | str:
    """A new place for an index: in a folder, or in the cluster."""
    return folder / ".wensou" if engine_name != OPENSEARCH else new_address()


def remove_all() -> None:
    """Removes what tests of this process have left in the cluster."""
    asking, _ = access(new_address())
    Cluster(asking).ask("DELETE", f"/{_OURS}*")
