"""The devices plugged into a station, each behind a small protocol with a twin in memory. Knows no screens, no Qt."""
