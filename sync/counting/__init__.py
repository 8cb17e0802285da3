"""Opening and counting ballots: the rules that hub and station have in common. Knows no database and no network."""
