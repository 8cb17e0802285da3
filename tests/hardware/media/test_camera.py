"""The camera behind its helper process: a film stands for what a camera sees, everything else is as at a station."""

import os
import signal
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication

from hardware.media.camera import HelperCamera
from hardware.media.messages import BrokenTelling, Listener, Told
from hardware.ports import CaptureState
from hardware.self_test import try_out
from tests.kits.waiting import wait_until

FILM = Path(__file__).parents[2] / "kits" / "data" / "moving_square.webm"


@pytest.fixture
def camera(qapp):
    camera = HelperCamera(f"film:{FILM}")
    yield camera
    camera.close()


def until(camera: HelperCamera, state: CaptureState) -> None:
    def is_so() -> bool:
        QCoreApplication.processEvents()
        return camera.state() is state

    wait_until(is_so)


def test_what_is_seen_is_shown_and_taken_as_a_jpeg_of_pixels_alone(camera):
    assert camera.is_there()
    camera.open()
    assert (camera.state(), camera.picture()) == (CaptureState.WAKING, b"")
    until(camera, CaptureState.RUNNING)
    assert camera.picture().startswith(b"\xff\xd8\xff")
    camera.take()
    until(camera, CaptureState.TAKEN)
    with Image.open(BytesIO(camera.photo())) as photo:
        assert photo.format == "JPEG"
        assert not photo.getexif()
    camera.close()
    assert (camera.photo(), camera.state(), camera.process_id) == (b"", CaptureState.OFF, 0)


def test_a_helper_that_dies_in_the_preview_is_told_and_the_next_one_works(camera):
    camera.open()
    until(camera, CaptureState.RUNNING)
    os.kill(camera.process_id, signal.SIGKILL)
    until(camera, CaptureState.LOST)
    camera.open()
    until(camera, CaptureState.RUNNING)


def test_where_no_camera_is_plugged_in_that_is_said(qapp, tmp_path):
    camera = HelperCamera(folder=tmp_path)
    assert not camera.is_there()
    (tmp_path / "video0").touch()
    assert camera.is_there()
    camera = HelperCamera("/dev/video99")
    assert not camera.is_there()
    camera.open()
    until(camera, CaptureState.MISSING)
    camera.close()


def test_what_a_helper_tells_comes_together_from_pieces_and_nonsense_is_noticed():
    listener, sent = Listener(), b"P\0\0\0\3abcS\0\0\0\5taken"
    heard = [told for at in range(len(sent)) for told in listener.take(sent[at : at + 1])]
    assert heard == [(Told.PICTURE, b"abc"), (Told.STATE, b"taken")]
    for nonsense in (b"X\0\0\0\1a", b"P\xff\xff\xff\xff"):
        with pytest.raises(BrokenTelling):
            list(Listener().take(nonsense))


def test_a_self_test_says_how_a_camera_is():
    assert try_out("camera", f"film:{FILM}") is CaptureState.RUNNING
    assert try_out("camera", "/dev/video99") is CaptureState.MISSING
    assert try_out("camera", f"film:{FILM}", within_seconds=0) is CaptureState.LOST
