"""A data folder that is being filled, by founding or restoring a hub: it holds a whole hub afterwards, or none.

Knows the places in it, not what they hold. What was cut off is known by a mark, and cleared away by the next try.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.files import make_folders, sync_folder, sync_tree
from sync.hub.data_folder import HubFolder


@contextmanager
def filling(folder: HubFolder) -> Iterator[Path]:
    """For a block that makes a hub; it is given a folder for what it needs meanwhile. If it fails, all of it goes.

    Raises FileExistsError when there is a hub, or a part of one.
    """
    was_there = folder.root.exists()
    make_folders(folder.root, mode=0o700)
    if folder.half_made.exists():
        _clear(folder)
    made_before = [place for place in _places(folder) if place.is_dir()]  # with an owner and a mode
    if any(_holds_something(place) for place in _places(folder)):
        raise FileExistsError(f"{folder.root} holds a hub already, or the beginning of one")
    folder.half_made.mkdir(mode=0o700)
    sync_folder(folder.root)
    try:
        yield folder.half_made
        sync_tree(folder.root)
    except BaseException:
        _clear(folder, but=made_before)
        if not was_there:
            folder.root.rmdir()
        raise
    shutil.rmtree(folder.half_made)
    sync_folder(folder.root)


def empty(folder: Path) -> None:
    """Remove everything in a folder."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _places(folder: HubFolder) -> list[Path]:
    """Files, and folders with all that is in them."""
    folders = [folder.content, folder.repository, folder.blobs, folder.results, folder.keys]
    return [folder.config, folder.parent, folder.database.parent, *folders]


def _holds_something(place: Path) -> bool:
    return any(place.iterdir()) if place.is_dir() else place.exists()


def _clear(folder: HubFolder, *, but: Collection[Path] = ()) -> None:
    from django.db import connection

    connection.close()
    for place in _places(folder):
        if place.is_dir():
            empty(place)
            if place not in but:
                place.rmdir()
        else:
            place.unlink(missing_ok=True)
    if folder.half_made.exists():
        shutil.rmtree(folder.half_made)
