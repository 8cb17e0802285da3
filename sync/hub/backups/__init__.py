"""Copies of a whole hub: made while it works, proven by reading them, and made into a hub again."""
