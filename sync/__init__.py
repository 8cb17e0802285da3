"""How records travel from a station to the hub, and content back. Knows nothing of screens."""
