"""What people expect of stations and decide about what was set aside. Judges values; takes in and opens nothing."""
