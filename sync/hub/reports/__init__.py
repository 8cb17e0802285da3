"""Defect reports in clear, as the worker found them in their envelopes."""
