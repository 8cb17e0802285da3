"""Tools that never run at a station: pictures of all screens, samples, the accessibility audit, a scripted visit."""
