"""The settings of one station: one TOML file, one frozen dataclass. An unknown key stops the start.

Only what must be known on the spot stands here. What is the same for all stations comes as signed content.
"""

from __future__ import annotations

import dataclasses
import tomllib
import types
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args, get_type_hints

from sync.protocol.connection_faults import check_hub_address
from sync.protocol.errors import Refused


class ConfigError(Exception):
    """The settings cannot be used. Names the key and the file."""


LEAST_PX_PER_MM, MOST_PX_PER_MM = 1.0, 25.0
"""From a wall of light to the finest tablet there is."""

POSSIBLE_SCREENS = {"width_px": (320, 16384), "height_px": (320, 16384), "diagonal_inch": (5, 150)}
"""What the settings may say about a display."""


@dataclass(frozen=True)
class ScreenConfig:
    """The screen. ``px_per_mm`` comes from calibration; 0 takes the default for ``diagonal_inch``."""

    width_px: int = 1080
    height_px: int = 1920
    diagonal_inch: float = 21.5
    px_per_mm: float = 0.0
    viewing_distance_mm: int = 600
    lower_edge_mm: int = 0
    """How high above the floor the lower edge of the screen is; what people sitting down can reach follows (R33). 0:
    where a screen of its height belongs."""
    full_screen: bool = True
    dims: bool = True
    """Its brightness follows the light, where that can be set; false: it stays as it is."""
    motion: bool = True
    """False where nothing is to move by itself: the hand of the greeting stands, and its notice board tells one thing a
    day."""


@dataclass(frozen=True)
class SpeechConfig:
    """The voice. ``on_at_start`` begins every visit with speech switched on."""

    on_at_start: bool = False
    greets_aloud: bool = True
    """Where a sensor sees that somebody comes, the greeting says softly how one can listen."""
    command: str = ""
    """A better voice: a program that reads a sentence from standard input and writes a WAV file to standard output."""


@dataclass(frozen=True)
class IdleConfig:
    """When an abandoned visit ends (R60, R61, R63)."""

    untouched_seconds: int = 60
    """Back to the attract screen from a visit that nobody touched after it had begun."""
    started_seconds: int = 180
    """Until the warning, in every other visit."""
    switches_seconds: int = 300
    """The same for people who use switches: each step takes them longer."""
    warning_seconds: int = 45
    """The countdown that one touch extends."""


@dataclass(frozen=True)
class KeysConfig:
    """Keys and switches (R25, R31, R32). ``keypad`` and ``switches``: input device paths, or ``none``.

    Take the paths in ``/dev/input/by-id``: they stay the same when something else is plugged in.
    """

    keypad: str = "none"
    switches: str = "none"
    dwell_seconds: float = 2.0
    """How long an automatic next stays at one control for people with a single switch; slow is twice as long."""
    same_key_seconds: float = 0.15
    """The same key again within this time is a tremor of the hand, not a second wish. 0.5 and more may be set."""


@dataclass(frozen=True)
class TouchConfig:
    """What counts as a touch of a finger (R25, R26)."""

    shortest_ms: int = 30
    """Shorter touches are electric noise. Where a panel has more of it, up to 50 may be set."""
    second_tap_ms: int = 500
    """The same control again within this time is a double click or a tremor, not a second wish."""


@dataclass(frozen=True)
class SyncConfig:
    """How the agent talks to the hub."""

    interval_seconds: int = 60
    """Between two rounds when all is well; each with jitter."""
    ballots_together: int = 10
    """Ballots wait until there are this many, or until the day ends, so that a batch does not date a vote."""
    stick: str = ""
    """The folder a USB stick is always mounted at; empty: whatever stick is plugged in."""


@dataclass(frozen=True)
class StationConfig:
    """All settings of a station. ``data`` is its data folder; ``printer`` a device path, or ``none``."""

    data: Path
    hub_url: str
    district: str = ""
    """Code of the district the station stands in (A to U); empty takes the one given at enrolment."""
    language: str = "de"
    printer: str = "none"
    camera: str = "auto"
    """``auto``: the first that is plugged in; a path as ``/dev/video0``; ``none``: photos are not offered."""
    scanner: str = "auto"
    """The camera that reads printed codes: as ``camera``, which may be the same; ``none``: codes are typed, on the
    screen or by a scanner that types as a keyboard does."""
    microphone: str = "auto"
    """``auto``: the sound server's own; a part of another's name, as ``handset``; ``none``: not offered."""
    lamp: str = "none"
    """The lamp that calls the team: the name of an LED of the kernel's (in ``/sys/class/leds``), or ``none``."""
    battery: bool = True
    """What UPower tells of a battery is minded; false for one whose gauge cannot be trusted."""
    screen: ScreenConfig = field(default_factory=ScreenConfig)
    speech: SpeechConfig = field(default_factory=SpeechConfig)
    idle: IdleConfig = field(default_factory=IdleConfig)
    keys: KeysConfig = field(default_factory=KeysConfig)
    touch: TouchConfig = field(default_factory=TouchConfig)
    sync: SyncConfig = field(default_factory=SyncConfig)

    @property
    def database(self) -> Path:
        """The one file that kiosk and agent share, in a folder of its own: both may make and delete files in it."""
        return self.data / "db" / "station.sqlite"

    @property
    def device_key(self) -> Path:
        """The station's private key."""
        return self.data / "keys" / "device.pem"

    @property
    def slip_key(self) -> Path:
        """The private key that signs slips. Made and read by the screens alone."""
        return self.data / "slips" / "slips.pem"

    @property
    def evening_keys(self) -> Path:
        """The folder of the keys of the poll for one evening, each under a PIN. Made and read by the screens alone."""
        return self.data / "evening"

    @property
    def drafts(self) -> Path:
        """The folder of what the team has begun for somebody else, sealed. Made and read by the screens alone."""
        return self.data / "drafts"

    @property
    def blobs(self) -> Path:
        """Sealed pieces of attachments."""
        return self.data / "blobs"

    @property
    def content(self) -> Path:
        """Content packages: signed metadata and unpacked sets."""
        return self.data / "content"


def load_config(path: Path) -> StationConfig:
    """Read a station's TOML file. A relative data folder is taken from where the file stands.

    Raises ConfigError naming the file and the key for an unreadable file, an unknown key, a missing one or a
    value of the wrong kind.
    """
    try:
        return parse_config(path.read_bytes().decode("utf-8"), path)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from error


def parse_config(text: str, path: Path) -> StationConfig:
    """The settings out of the text of the file ``path``, which need not be there yet. Raises ConfigError."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from error
    config: StationConfig = _build(StationConfig, values, path=path, prefix="")
    _check_screen(config.screen, path)
    try:
        check_hub_address(config.hub_url)
    except Refused as error:
        raise ConfigError(f"{path}: 'hub_url': {error}") from error
    return dataclasses.replace(config, data=(path.parent / config.data).resolve())


def _check_screen(screen: ScreenConfig, path: Path) -> None:
    """Sizes in millimetres follow from these: what no display can be would make letters of any height."""
    for key, (least, most) in POSSIBLE_SCREENS.items():
        if not least <= getattr(screen, key) <= most:
            raise ConfigError(
                f"{path}: 'screen.{key}' must be between {least} and {most}, not {getattr(screen, key)!r}"
            )
    if screen.px_per_mm and not LEAST_PX_PER_MM <= screen.px_per_mm <= MOST_PX_PER_MM:
        borders = f"between {LEAST_PX_PER_MM:g} and {MOST_PX_PER_MM:g}, or 0 for the one that was measured"
        raise ConfigError(f"{path}: 'screen.px_per_mm' must be {borders}, not {screen.px_per_mm!r}")


def _build(cls: type, values: dict[str, Any], *, path: Path, prefix: str) -> Any:
    fields = {entry.name: entry for entry in dataclasses.fields(cls)}
    hints = get_type_hints(cls)
    for key in values:
        if key not in fields:
            known = ", ".join(sorted(fields))
            raise ConfigError(f"{path}: unknown key '{prefix}{key}' (known here: {known})")
    for name, entry in fields.items():
        required = entry.default is dataclasses.MISSING and entry.default_factory is dataclasses.MISSING
        if required and name not in values:
            raise ConfigError(f"{path}: the key '{prefix}{name}' is missing")
    return cls(**{key: _value(hints[key], value, path=path, key=prefix + key) for key, value in values.items()})


def _value(kind: Any, value: Any, *, path: Path, key: str) -> Any:
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        if not isinstance(value, dict):
            raise ConfigError(f"{path}: '{key}' must be a table")
        return _build(kind, value, path=path, prefix=f"{key}.")
    if kind is Path and isinstance(value, str):
        return Path(value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    expected = get_args(kind) if isinstance(kind, types.UnionType) else (kind,)
    if type(value) not in expected:
        raise ConfigError(f"{path}: '{key}' must be {kind.__name__}, not {value!r}")
    if kind in (int, float) and value < 0:
        raise ConfigError(f"{path}: '{key}' must not be negative")
    return value
