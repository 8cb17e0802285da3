"""What the hub publishes to its stations: polls, places, categories and the map, as signed content."""
