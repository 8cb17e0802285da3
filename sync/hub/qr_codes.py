"""Pictures the hub paints itself, as SVG without any style or script."""

from __future__ import annotations

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_QUIET = 4
"""Modules of empty margin; scanners need them."""


def qr_svg(text: str, *, label: str) -> SafeString:
    """A QR code that a hand scanner or a camera reads. ``label`` says in words what it is."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=_QUIET)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    size = len(rows)
    return format_html(
        '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}" shape-rendering="crispEdges">'
        '<rect width="{}" height="{}" fill="#fff"/><path d="{}" fill="#000"/></svg>',
        label,
        size,
        size,
        size,
        size,
        mark_safe(path),  # noqa: S308 (numbers of our own)
    )
