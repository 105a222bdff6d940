"""The file as it is written: the same bytes from the same deck."""

from __future__ import annotations

import io
import zipfile


def stable(content: bytes) -> bytes:
    """The same archive without the hour at which each part was written."""
    sink = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as box,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in box.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0
            made.writestr(part, box.read(name))
    return sink.getvalue()
