"""Files to text: whole, within limits, gzip undone; strict UTF-8, then what is declared, then a guess, which is told.

A gzip bomb is stopped before it fills the memory.
"""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from masthead.sources.rows import Unusable
from masthead.sources.strings import REPLACEMENT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from masthead.sources.options import ReadOptions

UTF_8 = "utf-8"
MARK_REMOVED = "byte order mark removed, read as"
MOST_REPLACED = 0.01
_SAMPLE = 1 << 18
_BOMS = (
    (codecs.BOM_UTF8, UTF_8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY_MAGIC = (b"\x7fELF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"PAR1")
_C0 = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b")
_HIGH = bytes(range(128, 256))
# Encodings a page may name; the other codecs are Python's own (unicode_escape, idna).
_DECLARABLE = re.compile(r"(?:utf-?(?:8|16|32)|iso|latin|windows|cp|koi8|mac|gb|hz|big5|shift|sjis|euc|tis|ascii|us)")
# What browsers take a label for (encoding.spec.whatwg.org), where that is not the codec of the same name.
_AS_BROWSERS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
_META = re.compile(
    rb"""<(?:meta\s[^>]{0,200}?charset\s*=|\?xml\s[^>]{0,100}?encoding\s*=)\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""",
    re.IGNORECASE,
)
_BLOCK = 1 << 20
_GZIP_MAGIC = b"\x1f\x8b"


class Decoded(NamedTuple):
    """The text, the encoding it was read in, and a remark where that was not plain UTF-8."""

    text: str
    encoding: str
    note: str | None


def decode(data: bytes, *, encoding: str | None = None, html: bool = False) -> Decoded:
    """``data`` as text, without its byte order mark.

    The ladder: a byte order mark, ``encoding`` where given, strict UTF-8, a charset that the HTML declares,
    UTF-8 with a few stray bytes, and a guess (UTF-16 without a mark is guessed before UTF-8). Bytes that
    fit none become U+FFFD. Raises Unusable for binary data and where more than 1 % of the characters would
    be replaced.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(name, errors="replace")
            return _checked(text, name, f"{MARK_REMOVED} {name}", data)
    if encoding is not None:
        return _checked(data.decode(encoding, errors="replace"), encoding, None, data)
    wide = _wide(data[:_SAMPLE])
    if wide is not None:
        return _checked(data.decode(wide, errors="replace"), wide, f"encoding guessed as {wide}", data)
    _refuse_binary(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", None)
    except UnicodeDecodeError:
        return _decode_other(data, html=html)


def begins_as_utf8(data: bytes) -> bool:
    """Whether data of which these are the first, a sample at the least, are in UTF-8 if they can be read as that.

    Raises Unusable for binary data.
    """
    mark = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    if mark is None and _wide(data[:_SAMPLE]) is None:
        _refuse_binary(data)
        return True
    return mark == UTF_8


def _decode_other(data: bytes, *, html: bool) -> Decoded:
    declared = _declared(data) if html else None
    if declared is not None:
        return _checked(data.decode(declared, errors="replace"), declared, f"read as {declared}, as declared", data)
    replaced = data.decode("utf-8", errors="replace")
    bad = replaced.count(REPLACEMENT)
    good = sum(1 for char in replaced if char > "\x7f") - bad
    if good >= 4 * bad:
        return _checked(replaced, "utf-8", None, data)
    guess = _guess(data)
    return _checked(data.decode(guess, errors="replace"), guess, f"encoding guessed as {guess}", data)


def _checked(text: str, encoding: str, note: str | None, data: bytes) -> Decoded:
    # U+FFFD that the author's own bytes spell out is no failure of this decoding.
    own = data.count(REPLACEMENT.encode()) if encoding == "utf-8" else 0
    replaced = max(0, text.count(REPLACEMENT) - own)
    if replaced > MOST_REPLACED * len(text):
        raise Unusable("encoding", f"{replaced:,} of {len(text):,} characters are not valid {encoding}")
    remarks = [note] if note else []
    if replaced:
        remarks.append(f"{replaced:,} undecodable bytes replaced")
    return Decoded(text, encoding, "; ".join(remarks) or None)


def _refuse_binary(data: bytes) -> None:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _C0))
    # A few stray NULs are replaced later on.
    if data.startswith(_BINARY_MAGIC) or controls > 0.1 * len(sample):
        raise Unusable("binary", "this is not text")


def _wide(sample: bytes) -> str | None:
    """The UTF-16 that mostly Western text in ``sample`` must be in, told from where its NUL bytes are."""
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > 0.7 * half and sample[0::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return None


def declares_charset(data: bytes) -> bool:
    """Whether a page names its own encoding."""
    return _META.search(data[:4096]) is not None


def _declared(data: bytes) -> str | None:
    match = _META.search(data[:4096])
    if match is None:
        return None
    name = match[1].decode("ascii").lower()
    try:
        codec = codecs.lookup(name).name
        b"a".decode(codec)
    except (LookupError, ValueError):
        return None
    codec = _AS_BROWSERS.get(codec, codec)
    # A page that names UTF-16 in a meta element readable as ASCII is not in UTF-16.
    usable = _DECLARABLE.match(codec) is not None and not codec.startswith(("utf-16", "utf-32", "utf-8"))
    return codec if usable else None


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, seldom needed

    sample = data[:_SAMPLE]
    high = len(sample) - len(sample.translate(None, _HIGH))
    if high < 0.15 * len(sample) and _decodes(sample, "cp1252"):
        return "cp1252"
    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def size_within(path: Path, limit: int) -> int:
    """The size of a file in bytes; raises Unusable where it is none, can't be read or is longer than ``limit``."""
    try:
        if not path.is_file():
            raise Unusable("not a file", "a broken link, a pipe or a device")
        size = path.stat().st_size
    except OSError as error:
        raise Unusable("unreadable", error.strerror or str(error)) from error
    if size > limit:
        raise Unusable("too large", f"{size:,} bytes, the limit is {limit:,}")
    return size


def read_bytes(path: Path, limit: int) -> bytes:
    """The file's bytes; raises Unusable where it can't be read or is longer than ``limit``."""
    size_within(path, limit)
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unusable("unreadable", error.strerror or str(error)) from error


def gunzip(data: bytes, limit: int, options: ReadOptions) -> bytes:
    """The unpacked bytes of a gzip file of any number of members.

    Raises Unusable for a damaged or cut-off file, for more than ``limit`` bytes, and, once
    ``options.ratio_free_bytes`` are out, for more than ``options.max_ratio`` times the packed bytes read so
    far.
    """
    return b"".join(_unpacked(io.BytesIO(data), limit, options))


def read_blocks(path: Path, limit: int, options: ReadOptions, *, zipped: bool) -> Iterator[bytes]:
    """The file's bytes one after another, unpacked where it is ``zipped``; raises what reading it whole raises."""
    try:
        with path.open("rb") as file:
            if zipped:
                yield from _unpacked(file, limit, options)
            else:
                while block := file.read(_BLOCK):
                    yield block
    except OSError as error:
        raise Unusable("unreadable", error.strerror or str(error)) from error


def _unpacked(packed: BinaryIO, limit: int, options: ReadOptions) -> Iterator[bytes]:
    if packed.read(len(_GZIP_MAGIC)) != _GZIP_MAGIC:
        raise Unusable("not gzip", "the name ends in .gz but the bytes are not gzip")
    packed.seek(0)
    size = 0
    try:
        with gzip.GzipFile(fileobj=packed) as file:
            while block := file.read(_BLOCK):
                size += len(block)
                check_size(size, packed.tell(), limit, options, "gzip")
                yield block
    except (OSError, EOFError, zlib.error) as error:
        raise Unusable("damaged gzip", str(error)) from error


def check_size(unpacked: int, packed: int, limit: int, options: ReadOptions, kind: str) -> None:
    """Raise Unusable where so many packed bytes give too many bytes, or too many for so few."""
    if unpacked > limit:
        raise Unusable("too large", f"unpacks to more than {limit:,} bytes")
    if unpacked > options.ratio_free_bytes and unpacked > options.max_ratio * packed:
        raise Unusable(f"{kind} bomb", f"unpacks to more than {options.max_ratio:g} times its size")
