"""Photo and spoken message, for every task in which a person shows or says something."""
