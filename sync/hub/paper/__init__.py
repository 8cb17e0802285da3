"""Ballots on paper: the form that is printed, and the stacks of filled-in forms that two people type in."""
