"""A task that no station has: leave one wish for the city. It is as small as a task can be that leaves nothing out."""
