"""Checking signed PDFs, for both roofs: the strict walk of `common`, pyHanko's judgement, and a limited process."""
