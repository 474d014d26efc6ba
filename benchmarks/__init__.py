"""Measures wensou beside plain scripts that do a part of the same work, in one run on one machine.

python -m benchmarks [--articles N] [--whoosh-articles N] [--growth N] [--runs R] [--jobs N] [--save]
"""
