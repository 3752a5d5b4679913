r"""Line breaks, quotation marks and characters that a dump wrote out: ``\n``, ``\"``, ``\u201c``.

A backslash alone says nothing (``C:\new``, ``\nabla``). A text counts as a dump where a written-out line break stands
between two sentences and outnumbers the real ones, where a letter's number is written out, or where an apostrophe
inside a word has a backslash before it. All its escapes are undone then.
"""

from __future__ import annotations

import re

_DRIVE = r"(?<![A-Za-z]:)"
_BREAK = re.compile(
    rf"{_DRIVE}(?:\\r)?\\n(?=\\[nrt]|[\"“”‘’'(\[–—•*-]{{0,2}}\s?[A-Z0-9])"
    r"|(?<=[.!?,;\"”’)])(?:\\r)?\\n|(?<=\w:)\\n(?=\s*[-•*])"
)
_LETTER = re.compile(
    r"\\u(?:20[0-9a-fA-F]{2}|00[a-fA-F][0-9a-fA-F])|\\xe2\\x80|(?<=[a-zA-Z])\\'(?=[a-z])|(?<=\s)\\\"(?=\w)"
)
_ESCAPE = re.compile(r"""\\r\\n|\\[nrt"'/\\]|(?:\\u[0-9a-fA-F]{4})+|(?:\\x[0-9a-fA-F]{2})+""")
_MEANT = {"n": "\n", "r": "\n", "t": "\t"}


def unescaped(text: str) -> str:
    """``text`` with what a dump wrote out undone, or as it is where it is no dump."""
    return _ESCAPE.sub(lambda match: _meant(match[0]), text) if "\\" in text and _is_dump(text) else text


def _is_dump(text: str) -> bool:
    if _LETTER.search(text) is not None:
        return True
    return _BREAK.search(text) is not None and text.count("\\n") > text.count("\n")


def _meant(escape: str) -> str:
    kind = escape[1]
    if kind == "u":
        units = b"".join(bytes.fromhex(unit) for unit in escape.split("\\u")[1:])
        return units.decode("utf-16-be", errors="replace")
    if kind == "x":
        data = bytes.fromhex(escape.replace("\\x", ""))
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode("cp1252", errors="replace")
    return _MEANT.get(kind, kind) if len(escape) == len("\\n") else "\n"
