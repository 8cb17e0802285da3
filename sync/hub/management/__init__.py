"""Commands of the hub, for people and for services."""
