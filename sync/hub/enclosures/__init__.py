"""What people leave beside their words: photos and spoken messages; of a report a contact, and what may be public."""
