"""The state that views show: QtCore objects, no widgets."""
