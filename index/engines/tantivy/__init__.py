"""The engine for large indexes: Tantivy, in Rust, one directory of files."""

from __future__ import annotations

from index.engines.tantivy.engine import TantivyEngine

__all__ = ["TantivyEngine"]
