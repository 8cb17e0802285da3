"""What is done with a damaged database file."""
