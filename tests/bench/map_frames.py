"""Moving and zooming the map from a pack of tiles at 1080 x 1920, in software, beside what painting alone costs."""

from __future__ import annotations

import json
from pathlib import Path

from tests.kits.real.programs import run_python
from tests.kits.tile_packs import make_pack

AROUND = (12.02, 54.05, 12.26, 54.17)
ZOOMS = (12, 16)


def measure_map_frames(folder: Path) -> dict[str, float]:
    """Frames per second while the map is moved and zoomed; the floor paints one picture of the same size each time."""
    folder.mkdir(parents=True, exist_ok=True)
    pack = make_pack(folder / "map.mbtiles", AROUND, ZOOMS)
    said = run_python("-m", "tests.bench.map_frames_kiosk", str(pack))
    figures: dict[str, float] = json.loads(said.splitlines()[-1])
    return figures | {"pack_mb": round(pack.stat().st_size / 1e6, 1)}
