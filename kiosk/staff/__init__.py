"""The page for attendants."""
