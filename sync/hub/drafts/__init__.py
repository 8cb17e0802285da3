"""Polls that are written at the console: drafts, who has looked at them, and their way into the published content."""
