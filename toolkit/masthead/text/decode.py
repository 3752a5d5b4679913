"""From UTF-8 bytes to code points, with the excluded stretches of the text blanked by line breaks, one for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from masthead.native.dialect import compiled, eight_bytes

if TYPE_CHECKING:
    from masthead.native.dialect import Ints
    from masthead.text.workspace import Workspace

_BLANK = 10
_WIDE = 0x80
"""Stands in ``Workspace.low`` for every character beyond ASCII."""
_HIGH_BITS = -0x7F7F7F7F7F7F7F80


@compiled
def decode(work: Workspace, data: Ints, begin: int, end: int) -> None:
    """Write the characters of ``data[begin:end]``, which must be valid UTF-8, to the workspace."""
    text, low = work.text, work.low
    count = 0
    at = begin
    while at < end:
        run = at
        while run + 8 <= end and eight_bytes(data, run) & _HIGH_BITS == 0:
            run += 8
        if run > at:
            for place in range(run - at):
                text[count + place] = data[at + place]
            for place in range(run - at):
                low[count + place] = data[at + place]
            count += run - at
            at = run
            continue
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
        low[count] = min(byte, _WIDE)
        count += 1
    for place in range(8):
        low[count + place] = 0
    work.length = count


@compiled
def blank(work: Workspace, starts: Ints, ends: Ints, first: int, last: int) -> None:
    """Overwrite the spans ``first:last`` of ``starts`` and ``ends``; what reaches beyond the text is cut."""
    for span in range(first, last):
        for at in range(max(starts[span], 0), min(ends[span], work.length)):
            work.text[at] = work.low[at] = _BLANK
