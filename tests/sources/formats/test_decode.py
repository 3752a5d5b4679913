import codecs

import pytest

from masthead.sources.formats.decode import decode
from masthead.sources.rows import Unusable

PROSE = "The café owner said “no” to the naïve plan. " * 20


@pytest.mark.parametrize(
    ("data", "encoding", "note"),
    [
        (PROSE.encode(), "utf-8", None),
        (codecs.BOM_UTF8 + PROSE.encode(), "utf-8", "byte order mark removed, read as utf-8"),
        (PROSE.encode("utf-16"), "utf-16-le", "byte order mark removed, read as utf-16-le"),
        (PROSE.encode("utf-32"), "utf-32-le", "byte order mark removed, read as utf-32-le"),
        (PROSE.encode("utf-16-be"), "utf-16-be", "encoding guessed as utf-16-be"),
        (PROSE.encode("cp1252"), "cp1252", "encoding guessed as cp1252"),
    ],
)
def test_the_ladder_reads_the_same_text(data, encoding, note):
    assert decode(data) == (PROSE, encoding, note)


def test_cyrillic_is_guessed():
    text = "Министр заявил, что город освобождён. Жители возвращаются домой. " * 30
    assert decode(text.encode("cp1251")).text == text


def test_a_page_may_declare_its_charset():
    page = '<html><head><meta charset="iso-8859-2"></head><body>Łódź</body></html>'
    decoded = decode(page.encode("iso-8859-2"), html=True)
    assert decoded == (page, "iso8859-2", "read as iso8859-2, as declared")


def test_a_declared_codec_that_is_no_charset_is_not_used():
    page = b'<meta charset="unicode_escape">\\x41 caf\xe9 and many more words after it'
    assert decode(page, html=True).encoding == "cp1252"


def test_an_encoding_that_is_given_is_used():
    assert decode("Łódź".encode("cp1250"), encoding="cp1250").text == "Łódź"


def test_stray_bytes_in_utf8_are_replaced_and_counted():
    decoded = decode(PROSE.encode() + b"\xff")
    assert decoded.text == PROSE + "\N{REPLACEMENT CHARACTER}"
    assert decoded.note == "1 undecodable bytes replaced"


def test_over_one_percent_replaced_is_refused():
    with pytest.raises(Unusable) as caught:
        decode(("é" * 100).encode() + b"\xff" * 5)
    assert (caught.value.reason, caught.value.detail) == ("encoding", "5 of 105 characters are not valid utf-8")


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)), bytes(range(256)) * 4, b"%PDF-1.7\n"])
def test_binary_data_is_refused(data):
    with pytest.raises(Unusable, match="not text"):
        decode(data)


def test_a_few_nul_bytes_are_no_binary_file():
    assert decode(b"Two\x00 words and some more of them.").text == "Two\x00 words and some more of them."


@pytest.mark.parametrize("label", ["iso-8859-1", "ISO-8859-1", "latin1", "us-ascii", "windows-1252"])
def test_a_charset_is_what_browsers_take_its_label_for(label):
    page = f'<html><head><meta charset="{label}"></head><body>“Vile” – café</body></html>'
    assert decode(page.encode("cp1252"), html=True).text == page
    assert decode(page.encode(), html=True).text == page


@pytest.mark.parametrize(
    ("label", "data", "text"),
    [("gb2312", b"\xe9F", "镕"), ("iso-8859-9", b"\x93\xfe\x94", "“ş”"), ("ks_c_5601-1987", b"\x81\x41", "갂")],
)
def test_so_it_is_in_other_scripts(label, data, text):
    head = f'<meta charset="{label}">'.encode()
    assert decode(head + data + b" and more words", html=True).text.endswith(f">{text} and more words")
