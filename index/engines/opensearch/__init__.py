"""The engine for what outgrows one machine: an OpenSearch cluster, which others run."""

from __future__ import annotations

from index.engines.opensearch.engine import OpenSearchEngine

__all__ = ["OpenSearchEngine"]
