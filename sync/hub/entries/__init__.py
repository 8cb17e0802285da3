"""What people leave and the city answers: what reports, ideas and questions have in common. Has no table of its own."""
