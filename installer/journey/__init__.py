"""One whole appointment, played on real parts without a person: a real browser is the citizen, the real desk its clerk.

`director.py` leads, `citizen.py` is the citizen's hands, `desk.py` runs inside the desk's process and is the clerk's
hands, `clerk.py` gives it the cues, `checks.py` judges what came out. Both sides act only on what their own screen
shows.
"""
