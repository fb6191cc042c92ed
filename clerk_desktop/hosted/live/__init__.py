"""Web sockets: presence, waiting room, signalling between page and desk."""
