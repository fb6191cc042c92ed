"""The citizen's side: offices, matters, free slots, reservation, booking."""
