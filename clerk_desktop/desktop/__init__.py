"""The clerk's desk, a Qt program."""
