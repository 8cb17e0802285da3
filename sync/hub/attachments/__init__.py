"""Pieces of attachments at the hub: sealed files that nothing here can open."""
