"""Pieces that two or more screens are made of. They paint and say what was asked for; they decide nothing."""
