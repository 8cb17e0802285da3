"""How the hub writes days and times where Django's own way would mislead."""
