"""What both processes of a station do with the one file they share."""
