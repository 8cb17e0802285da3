"""A disk whose every sync takes 5 ms longer, for one program: ordinary disks take that, this machine's may not."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_SOURCE = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
static int late(const char *name, int file) {
    usleep(5000);
    return ((int (*)(int)) dlsym(RTLD_NEXT, name))(file);
}
int fsync(int file) { return late("fsync", file); }
int fdatasync(int file) { return late("fdatasync", file); }
"""


def slow_disk(folder: Path) -> dict[str, str] | None:
    """The environment of a program on such a disk; None on a machine without a C compiler."""
    if shutil.which("gcc") is None:
        return None
    source, library = folder / "late.c", folder / "late.so"
    source.write_text(_SOURCE, encoding="ascii")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O", "-o", library, source, "-ldl"], check=True)
    library.chmod(0o755)
    return {"LD_PRELOAD": str(library)}
