"""Office files that depend on nothing but what is in them: no clock, no name of who wrote them."""

from __future__ import annotations

import io
import re
import zipfile

_TIMES = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")
_PROPERTIES = "docProps/core.xml"
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def packed_alike(data: bytes) -> bytes:
    """A docx or xlsx file without the times that its library wrote into it: the same content is the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            part = _TIMES.sub(b"", part) if name == _PROPERTIES else part
            after.writestr(zipfile.ZipInfo(name, _EARLIEST), part, zipfile.ZIP_DEFLATED)
    return written.getvalue()
