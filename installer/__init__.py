"""Set-up, demonstration and test commands; run as `python3 installer/demo.py` and `python3 installer/test.py`.

A package (not loose scripts), because Debian's python3-installer owns the same top-level name and would win otherwise.
"""
