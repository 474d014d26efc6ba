"""Other processes that do work and can be lost: what one hangs in, dies of or has no memory for is lost, and no more.

Programs use `Pool` (`search.workers.pool`).
"""
