"""Hub of hubs: a hub sends its raw batches, the stations' signatures intact, to a parent that proves them anew."""
