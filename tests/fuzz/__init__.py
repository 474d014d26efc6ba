"""Documents changed at random, by the thousand: each must be read or refused, within bounds of time and memory.

`make fuzz` tries many, the tests a few.
"""
