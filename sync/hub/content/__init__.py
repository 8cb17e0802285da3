"""What stations show: read, checked and brought into the shape in which it is published."""
