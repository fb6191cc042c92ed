"""Camera, microphone and speaker of the desk: the only room that uses QtMultimedia."""
