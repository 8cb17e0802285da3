"""The worker: opens sealed records and applies them. The only part of the hub that holds the opening keys.

A process of its own. Nothing that answers requests imports it.
"""
