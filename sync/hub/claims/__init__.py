"""Ballots that their owners miss: what was claimed, what the city found, and what stations are told of it."""
