"""The log of what was done at the hub: named events, chained by hash, never changed."""
