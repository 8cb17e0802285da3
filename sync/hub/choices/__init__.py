"""What the city chooses at the console for its whole hub, in place of a setting on the hub's machine."""
