"""Text from articles is data: what each output would take for a command is shown as a character instead.

Every function takes any string. None changes what is stored or counted; all work on the way out.
"""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_KEPT_FORMAT = frozenset("\N{SOFT HYPHEN}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}")
_SYMBOLS = 0x2400
_DELETE = 0x7F
_DELETE_SYMBOL = "\N{SYMBOL FOR DELETE}"

# What may need a look: controls, DEL, C1, soft hyphen, and from U+0600 on whatever a category lookup decides.
_SUSPECT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\U0010ffff]")
_SPACES = re.compile(r"\s+")
_BREAKS = frozenset("\t\r\n")

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    # After a line break a bracket or a star would be read as its argument.
    "[": "{[}",
    "*": "{*}",
    "–": "--",
    "—": "---",
    "−": "$-$",
    "…": r"\ldots{}",
    "▲": r"$\uparrow$",
    "†": r"$\dagger$",
    "▼": r"$\downarrow$",
    "°": r"$^{\circ}$",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "·": r"$\cdot$",
    "×": r"$\times$",
    "≥": r"$\ge$",
    "≤": r"$\le$",
    "→": r"$\to$",
    "²": r"$^{2}$",
    "τ": r"$\tau$",
    **{step: rf"\rule{{0.3em}}{{{height * 0.2:.1f}ex}}" for height, step in enumerate("▁▂▃▄▅▆▇█", start=1)},
}
_LATEX_TABLE = str.maketrans(_LATEX)
_NO_GLYPH = re.compile("[\u2400-\u2426\ufffd]")
_NO_XML = re.compile("[\ufffe\uffff]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]#|!~$])")
_MARKDOWN_START = re.compile(r"^(\d{0,9})([-+=.)])(?=\s|$)|^(=+|-+)$")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_JSON_ESCAPED = re.compile(r"[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def visible(text: str) -> str:
    """``text`` for a terminal or a page: line breaks and tabs stay, every other control is made visible.

    C0 controls and DEL become their Unicode pictures (ESC is ``␛``); C1 controls, direction overrides and other
    invisible format characters, line separators and lone surrogates become U+FFFD.
    """
    return _SUSPECT.sub(_shown, text)


def line(text: str) -> str:
    """``visible`` on one line: a line break or tab and the white space around it become one space."""
    return visible(_SPACES.sub(_joined, text))


def xml_text(text: str) -> str:
    """``visible`` for XML that a library escapes: without the code points that XML does not know."""
    return _NO_XML.sub(REPLACEMENT, visible(text))


def xml_line(text: str) -> str:
    """``xml_text`` on one line."""
    return _NO_XML.sub(REPLACEMENT, line(text))


def latex(text: str) -> str:
    """One line for LaTeX text mode: special characters escaped, our typographic signs as commands."""
    return _NO_GLYPH.sub("?", line(text)).translate(_LATEX_TABLE)


def markdown(text: str) -> str:
    """One line for Markdown: everything that could open markup, a table cell or HTML is escaped."""
    escaped = _MARKDOWN.sub(r"\\\1", line(text)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKDOWN_START.sub(r"\1\\\2\3", escaped)


def csv_field(text: str) -> str:
    """A text cell of a CSV file: one that a spreadsheet would run as a formula gets a ``'`` in front."""
    shown = visible(text.replace("\r\n", "\n"))
    if text.lstrip(" \n").startswith(FORMULA) and not _is_number(text):
        return f"'{shown}"
    return shown


def json_text(encoded: str) -> str:
    """JSON text with DEL, C1 controls and direction overrides as escapes: the same value, inert to look at."""
    return _JSON_ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", encoded)


def _joined(match: re.Match[str]) -> str:
    return match[0] if _BREAKS.isdisjoint(match[0]) else " "


def _shown(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if code < 0x20:
        return chr(_SYMBOLS + code)
    if code == _DELETE:
        return _DELETE_SYMBOL
    category = unicodedata.category(character)
    if category in ("Cc", "Cs", "Zl", "Zp") or (category == "Cf" and character not in _KEPT_FORMAT):
        return REPLACEMENT
    return character


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
