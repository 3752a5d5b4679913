"""Characters that went wrong on the way: text read in the wrong encoding, invisible ones, accents apart."""

from __future__ import annotations

import re
import unicodedata

_LOST_BYTE = re.compile(r"â€(?=[\s.,;:!?)\]]|\Z)")
"""A closing quotation mark read as Windows-1252, whose third byte that code does not have."""
_BEYOND = "\u0600-\u1fff\u2600-\U0010ffff"
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_HYPHENATED = re.compile("\u00ad[ \t]*\n[ \t]*")
"""A soft hyphen at the end of a line: the word goes on."""
_JOINERS = re.compile(f"(?<![{_BEYOND}])[\u200c\u200d](?![{_BEYOND}])")
"""What joins letters of other scripts, and emoji, where it stands between other characters."""
_CONTINUING = "[\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]"
_MISREAD = re.compile(rf"[\x80-\x9f]|[Â-ß]{_CONTINUING}|[à-ï]{_CONTINUING}{{2}}|[ð-ô]{_CONTINUING}{{3}}|â€|‚Ä|ΓÇ|ÔÇ")
"""The shapes of UTF-8 read as Windows-1252, Mac Roman, or what DOS wrote; ftfy says whether it is that."""
_MAYBE_MISREAD = re.compile("[\x80-\x9f\xc2-\xf4‚Γ]")
"""A character that all of these shapes have; soon sought."""
_COMBINING = re.compile("[\u0300-\u036f]")


def undamaged(text: str) -> str:
    """``text`` with what is surely UTF-8 read in another encoding put right (ftfy's ``fix_encoding``), line by line."""
    if text.isascii() or _MAYBE_MISREAD.search(text) is None:
        return text
    return "\n".join(_mended(line) for line in text.split("\n"))


def _mended(line: str) -> str:
    if line.isascii() or _MISREAD.search(line) is None:
        return line
    import ftfy  # noqa: PLC0415 - slow to import, seldom needed
    from ftfy.badness import is_bad  # noqa: PLC0415
    from ftfy.fixes import fix_c1_controls  # noqa: PLC0415

    whole = _LOST_BYTE.sub("â€\x9d", line)
    return fix_c1_controls(ftfy.fix_encoding(whole)) if is_bad(whole) else line


def without_invisible(text: str) -> str:
    """``text`` without soft hyphens, zero-width characters and marks of direction."""
    if text.isascii():
        return text
    if "\u00ad" in text:
        text = _HYPHENATED.sub("", text)
    if "\u200c" in text or "\u200d" in text:
        text = _JOINERS.sub("", text)
    return _UNSEEN.sub("", text)


def composed(text: str) -> str:
    """``text`` with accents that follow their letter put on it."""
    return text if text.isascii() or _COMBINING.search(text) is None else unicodedata.normalize("NFC", text)
