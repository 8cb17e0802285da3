"""What belongs to a visit as a whole: its first pages, the aids, help, the end."""
