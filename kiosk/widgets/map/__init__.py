"""The map of the city and the point on it."""
