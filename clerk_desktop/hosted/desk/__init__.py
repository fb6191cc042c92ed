"""The clerk's side: sign-in, today's queue, calling, steps, evidence."""
