"""Measurements against their lower bounds: ours and the floor in one run, never bare seconds alone."""
