"""Starts the agent: ``python -m sync.agent --config FILE [--once]``."""

import sys

from sync.agent.agent import main

sys.exit(main())
