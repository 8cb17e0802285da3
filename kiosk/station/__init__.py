"""The machine as the screens see it: its file, its content, its troubles, its display."""
