"""Real programs for journeys and measurements: hubs, stations and what stands between them. No twin of anything."""
