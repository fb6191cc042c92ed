"""Booking backend and live relay; run with `python -m clerk_desktop.hosted`."""
