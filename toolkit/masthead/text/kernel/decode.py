"""From UTF-8 bytes to code points, with the excluded stretches of the text blanked by line breaks, one for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.text.kernel.compiled import compiled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BLANK = 10


@compiled
def decode(data: NDArray[np.uint8], begin: int, end: int, text: NDArray[np.int32]) -> int:
    """Write the characters of ``data[begin:end]``, which must be valid UTF-8, to ``text``; returns how many."""
    count = 0
    at = begin
    while at < end:
        byte = int(data[at])
        if byte < 0x80:
            text[count] = byte
            at += 1
        elif byte < 0xE0:
            text[count] = (byte & 0x1F) << 6 | (int(data[at + 1]) & 0x3F)
            at += 2
        elif byte < 0xF0:
            text[count] = (byte & 0x0F) << 12 | (int(data[at + 1]) & 0x3F) << 6 | (int(data[at + 2]) & 0x3F)
            at += 3
        else:
            high = (byte & 0x07) << 18 | (int(data[at + 1]) & 0x3F) << 12
            text[count] = high | (int(data[at + 2]) & 0x3F) << 6 | (int(data[at + 3]) & 0x3F)
            at += 4
        count += 1
    return count


@compiled
def blank(text: NDArray[np.int32], count: int, starts: NDArray[np.int32], ends: NDArray[np.int32]) -> None:
    """Overwrite the spans ``starts[i]:ends[i]``; what reaches beyond the text is cut."""
    for span in range(len(starts)):
        for at in range(max(starts[span], 0), min(ends[span], count)):
            text[at] = _BLANK
