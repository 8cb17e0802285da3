"""Whom the stations reach: figures of whole months, what they warn of, and where a station on the road is missing."""
