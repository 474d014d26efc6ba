"""How well wensou ranks, beside plain scripts: `python -m benchmarks.ranking`."""
