"""Words on the screen: measured, broken into lines, painted."""
