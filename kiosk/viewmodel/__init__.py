"""Plain values between decisions and screens: views, and what a person can ask for."""
