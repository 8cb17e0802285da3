"""What is read aloud of a screen, when, and what others may not hear."""
