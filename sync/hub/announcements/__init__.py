"""What the hub tells its stations on its own: named files, changed often, signed without the publisher's keys."""
