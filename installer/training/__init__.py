"""A hub for courses: made-up people, stations, polls and entries, by the same ways on which real ones come."""
