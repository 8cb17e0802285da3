"""Small arithmetic for measurements: percentiles, ratios, and running a program while counting its processor time."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.bench.peaks import watched_peak


@dataclass(frozen=True)
class Run:
    """One finished program: seconds on the wall, seconds of processor time (its children included), peak memory."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def percentile(samples: Sequence[float], share: float) -> float:
    """The smallest sample that at least this share (0 to 1) of all samples does not exceed."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def rounded(value: float) -> float:
    """Three significant places are all a shared machine can promise."""
    return float(f"{value:.3g}")


def run_counted(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """Run a program to its end. Raises CalledProcessError when it fails."""
    begun = time.monotonic()
    process = subprocess.Popen(command, env=dict(environment), stdout=subprocess.DEVNULL)
    with watched_peak(process.pid) as peak:
        _pid, status, usage = os.wait4(process.pid, 0)
        wall_s = time.monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(wall_s, usage.ru_utime + usage.ru_stime, peak[0])
