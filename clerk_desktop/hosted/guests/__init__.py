"""A third person in the call: invited by the clerk, agreed to by the citizen, let in by the clerk."""
