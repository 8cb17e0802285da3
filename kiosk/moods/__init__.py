"""The one question at the end of some visits: how content people are, how they are, how the visit was."""
