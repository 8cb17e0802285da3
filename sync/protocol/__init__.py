"""What travels between station and hub, and nothing else. Imports only itself and opens no file."""
