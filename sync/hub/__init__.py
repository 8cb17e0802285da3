"""The hub: receives what stations collected, stores it once and shows it to administrators. A Django project."""
