"""A whole fleet of stations in simulated time, with everything that goes wrong in a city. No person is involved."""
