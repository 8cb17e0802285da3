"""Pictures of what is being written, as a station would show it, and the words it would say."""
