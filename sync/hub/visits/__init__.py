"""How many visits stations had: counts of days, and tables in which nobody can be found."""
