"""How a screen is arranged: its page, its bars, what may be covered and in which order keys walk."""
