"""What makes the station usable by everyone: sight, hearing, hands, language.

Knows nothing of screens, intents or the network; the kiosk hands it plain values and collaborators.
"""
