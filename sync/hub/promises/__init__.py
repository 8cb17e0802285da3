"""What people were promised: who answers a poll by when, whether it was answered, and whether it was left out."""
