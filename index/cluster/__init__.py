"""A cluster as the store of an index: see index.store, and docs/decisions/opensearch-engine.md."""

from __future__ import annotations

from corpus.language import tr
from index.errors import ClusterError
from index.store import Store

__all__ = ["cluster_store"]


def cluster_store(address: str) -> Store:
    """The store at an address. Raises ClusterError."""
    try:
        import opensearchpy  # noqa: F401  # an extra that may not be installed
    except ImportError as fault:
        raise ClusterError(
            tr("what speaks to clusters is not installed; install it: pip install 'wensou[cluster]'")
        ) from fault
    from index.cluster.access import access
    from index.cluster.store import ClusterStore

    return ClusterStore(*access(address))
