"""Sticks at the hub: what a courier brings and takes away."""
