"""Several processes of the service as one: what they tell each other goes over Redis (or Valkey) pub/sub.

Nothing lies in Redis but counters of the rate limits: the truth is in the database, and who is connected each process
says itself, again and again. So Redis may be restarted, emptied or away for a while, and nothing is lost but the time
until the processes hear of each other again.
"""
