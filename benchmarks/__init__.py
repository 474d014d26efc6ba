"""Measures wensou beside the script that jieba and Whoosh invite one to write, in one run on one machine.

python -m benchmarks [--articles N] [--runs R] [--save]
"""
