"""One visit as values: its answers, its steps, what it works with, and what its views have in common."""
