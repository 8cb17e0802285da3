"""The room of whatever needs Qt's media library: sound output, films, camera and microphone."""
