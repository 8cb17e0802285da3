"""The words of the console for what the hub knows by codes."""
