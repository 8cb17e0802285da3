"""Polls as they travel: the definition of one, and what its answers may be."""
