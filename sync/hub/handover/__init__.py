"""Handing reports over to who mends things: an Open311 GeoReport v2 server as Klarschiff, or a mailbox."""
