"""What people leave beside the words of a report: photos, spoken messages, a contact, and whether it may be public."""
