"""Whole stories: real screens, real agent, real hub, and everything that can happen to them."""
