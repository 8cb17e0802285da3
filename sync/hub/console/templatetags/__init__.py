"""What templates of the console can call."""
