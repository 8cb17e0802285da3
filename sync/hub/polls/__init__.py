"""Polls as they were published, the ballot boxes, and the results. Nothing here can open a ballot."""
