"""How bright the display is: the kernel's files. How bright it is to be is decided elsewhere."""

from __future__ import annotations

from pathlib import Path

from hardware.sysfs import LogindLights, SetLight, read_number

BACKLIGHTS = Path("/sys/class/backlight")


class SysfsBacklight:
    """Backlight of the first display that has one to set; most displays on a cable have none."""

    def __init__(self, folder: Path = BACKLIGHTS, *, set_light: SetLight | None = None) -> None:
        self._folder = folder
        self._set_light = set_light or LogindLights()

    def part(self) -> float | None:
        light = self._light()
        now = read_number(light / "brightness") if light else None
        return now / self._most(light) if light and now is not None else None

    def set_part(self, part: float) -> None:
        light, before = self._light(), self.part()
        if light is None or before is None or part == before:
            return
        most = self._most(light)
        wanted, now = round(part * most), round(before * most)
        if wanted == now:  # of a display with few steps it is at least one
            wanted += 1 if part > before else -1
        self._set_light("backlight", light.name, round(min(most, max(1, wanted))))

    def _light(self) -> Path | None:
        return next((place for place in sorted(self._folder.glob("*")) if self._most(place) >= 1), None)

    @staticmethod
    def _most(place: Path) -> float:
        return read_number(place / "max_brightness") or 0.0
