"""The registry of stations: who may send, since when, until when, and when each was last heard of."""
