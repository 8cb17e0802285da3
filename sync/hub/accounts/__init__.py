"""Who may use the console: accounts, their two roles, and noting who comes and goes. Shows no page."""
