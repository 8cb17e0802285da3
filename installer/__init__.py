"""What happens on a machine before the station runs there: set-up, enrolment, readiness. Paints and sends nothing."""
