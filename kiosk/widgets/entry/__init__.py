"""Keyboards and the fields they write into."""
