"""Trains reader A, the desk's own net for one line of OCR-B: `python -m installer.line_reader --help`."""
