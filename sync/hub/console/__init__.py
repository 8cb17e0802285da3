"""The sync console: what administrators see and do. Reads selectors, writes through services; holds no rule."""
