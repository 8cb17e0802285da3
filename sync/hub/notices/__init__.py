"""Warning everybody at once: the one notice that takes over the greeting of all stations."""
