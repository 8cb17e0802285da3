"""The task of reading what is stored: what for, who reads it, how long, and what was done with it last year."""
