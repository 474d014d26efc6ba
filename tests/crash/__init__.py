"""What becomes of an index whose writer is killed or cannot write, and of one whose files are damaged.

`tests/crash/test_crash.py` tries a little of it; `python -m tests.crash`, or `make crash`, all of it.
"""
