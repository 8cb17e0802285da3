"""Counting a closed poll: the box, two keys of two people, one reproducible result."""
