"""Tiles and what a finger may touch."""
