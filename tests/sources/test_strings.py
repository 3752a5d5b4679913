import pytest

from masthead.sources.strings import clean


@pytest.mark.parametrize(
    ("text", "cleaned", "count"),
    [
        ("plain\ttext\n", "plain\ttext\n", 0),
        ("a\x00b\x1b[31mc", "a b [31mc", 2),
        ("a\x95\x81b", "a  b", 2),
        ("a\ud800b", "a\N{REPLACEMENT CHARACTER}b", 1),
        ("one\r\ntwo\rthree", "one \ntwo\nthree", 0),
        ("\r\n\x00", " \n ", 1),
        ("“café”\u00a0\u2028", "“café”\u00a0\u2028", 0),
    ],
)
def test_unwanted_characters_are_replaced_one_for_one(text, cleaned, count):
    assert clean(text) == (cleaned, count)
    assert len(cleaned) == len(text)
