"""The task of seeing what goes on: what is coming in a district, what one can do now, and what became of it."""
