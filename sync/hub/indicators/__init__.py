"""Figures of whole months as they were told once and for all. Holds them; who makes them is ``reach``."""
