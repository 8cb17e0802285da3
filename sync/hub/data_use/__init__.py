"""What was done with what people left: counted from the audit log, told to everybody."""
