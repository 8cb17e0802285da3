"""Settings of the whole suite: no display is needed, and property tests draw the same examples on every run."""

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("suite", deadline=None, derandomize=True, database=None)
settings.load_profile("suite")
