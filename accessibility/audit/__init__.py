"""The automatic audit: measures what stands on rendered screens and holds it against the requirements R01 to R81.

It reads pixels and the description of a screen, never palettes or sizes the program meant to use. It renders nothing
and knows no widget: pictures come from above. Needs numpy, which the station itself never loads.
"""
