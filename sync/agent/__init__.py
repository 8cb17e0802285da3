"""The second process of a station: talks to the hub over the network or a stick, touches no screen."""
