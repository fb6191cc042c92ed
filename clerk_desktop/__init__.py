"""The virtual citizens' office: the clerk's desk and the small hosted service behind it."""

__version__ = "0.1.0"
