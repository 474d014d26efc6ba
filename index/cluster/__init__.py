"""A cluster as the store of an index: see index.store, and docs/decisions/opensearch-engine.md."""

from __future__ import annotations

import os
from typing import Final

from corpus.language import tr
from index.errors import ClusterError
from index.store import Store

__all__ = ["cluster_store"]

# Until it is known how it bears large archives and machines that fail, nobody is to come to it unawares.
EXPERIMENT: Final = "WENSOU_EXPERIMENTAL_CLUSTER"


def cluster_store(address: str) -> Store:
    """The store at an address. Raises ClusterError."""
    if os.environ.get(EXPERIMENT) != "1":
        raise ClusterError(
            tr(
                "{address} is in a cluster, which is an experiment; to try it, set {setting}=1",
                address=address,
                setting=EXPERIMENT,
            )
        )
    try:
        import opensearchpy  # noqa: F401  # an extra that may not be installed
    except ImportError as fault:
        raise ClusterError(
            tr("what speaks to clusters is not installed; install it: pip install 'wensou[cluster]'")
        ) from fault
    from index.cluster.access import access
    from index.cluster.store import ClusterStore

    return ClusterStore(*access(address))
