"""The way to the attendants' page of a station in a folder."""

from __future__ import annotations

from kiosk.viewmodel import intents as wish

PIN = "274913"
AT_THE_DESK = (wish.OpenStaff(), *map(wish.TypeDigit, PIN), wish.Continue())
