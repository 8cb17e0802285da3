"""What the visitor sees and may do. No network in this process."""
