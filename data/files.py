"""Files and folders for their owner alone, written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from pathlib import Path


def private(path: Path) -> Path:
    """The folder, made where it is missing, with those above it, for this user alone; OSError where
    that cannot be.
    """
    if not path.is_dir():
        private(path.parent)
        with contextlib.suppress(FileExistsError):
            path.mkdir()
            path.chmod(0o700)
            _owned(path)
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    return path


def _owned(path: Path) -> None:
    """What the superuser makes belongs to whom the folder around it belongs to: a server without
    rights reads it.
    """
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        around = path.parent.stat()
        os.chown(path, around.st_uid, around.st_gid)


def begin(path: Path) -> None:
    """Makes an empty file where there is none; OSError where that cannot be."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)
    _owned(path)


def write(path: Path, content: bytes | Path, mode: int = 0o600) -> None:
    """Writes a file, of these bytes or those of another file, whole or not at all; OSError where
    the disk does not take it.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            if isinstance(content, Path):
                with content.open("rb") as other:
                    shutil.copyfileobj(other, file, 1 << 20)
            else:
                file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(mode)
        _owned(part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
