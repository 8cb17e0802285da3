"""Warning people at once: the one notice that takes over the greeting of the stations it is for."""
