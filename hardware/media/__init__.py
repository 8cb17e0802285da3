"""The room of whatever needs Qt's media library: sound output and films, later camera and microphone."""
