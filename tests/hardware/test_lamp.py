"""The lamp: an LED of the kernel's, in a folder that looks like the kernel's."""

from __future__ import annotations

from pathlib import Path

from hardware.lamp import SysfsLamp


def test_an_led_is_lit_at_its_most_and_put_out(tmp_path: Path):
    asked: list[tuple[str, str, int]] = []
    lamp = SysfsLamp("tower", tmp_path, set_light=lambda *what: asked.append(what))
    lamp.light(on=True)
    assert not lamp.is_there()
    assert not asked
    (tmp_path / "tower").mkdir()
    (tmp_path / "tower" / "max_brightness").write_text("255\n", encoding="ascii")
    assert lamp.is_there(), "it was plugged in"
    lamp.light(on=True)
    lamp.light(on=False)
    assert asked == [("leds", "tower", 255), ("leds", "tower", 0)]
