"""Questions that are asked without a ballot: their definitions, and the answers as they travel."""
