"""Readers of newsletter files: what a file shows to its reader comes out, in order, and nothing else."""
