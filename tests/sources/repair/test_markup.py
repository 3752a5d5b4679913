"""HTML in texts: told from a mention of it, and read as a browser shows it."""

from __future__ import annotations

import pytest

from masthead.sources.repair.markup import is_markup, read_markup, without_entities
from masthead.sources.repair.text import repaired


@pytest.mark.parametrize(
    "text",
    [
        "<p>One.</p><p>Two.</p>",
        "One.<br>Two.",
        "One.<br />\nTwo.",
        "The <b>vile</b> plan",
        'See <a href="https://tidewater.example">the plan</a>.',
        "One <!-- more --> two",
        "<P>One<P>Two",
        "<img src='a.jpg'> The plan",
    ],
)
def test_markup_is_told(text):
    assert is_markup(text)


@pytest.mark.parametrize(
    "text",
    [
        "Use the <b> tag for that",
        'Write "<b>" and "</b>" around it',
        "The <b> and </b> tags make it bold",
        "The tag (<br>) breaks a line",
        "a < b and c > d",
        "<Ada Roth> wrote to <jens@harrow.example>",
        "I <3 the dam",
        "<unnamed source>",
    ],
)
def test_what_is_mentioned_or_no_tag_is_no_markup(text):
    assert not is_markup(text)
    assert repaired(text) == (text, (), [])


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One.</p><p>&nbsp;</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One<br>two<br><br>three</p>", "One\ntwo\n\nthree"),
        ("<p>One\n two</p>\n<p>Three</p>", "One two\n\nThree"),
        ("<b>One</b>\ntwo\n\n<i>Three</i>", "One\ntwo\n\nThree"),
        ("<p>One</p><script>var a = '<p>';</script><style>p {}</style><p>Two</p>", "One\n\nTwo"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
        ("<table><tr><td>One<td>1<tr><td>Two<td>2</table>", "One 1\n\nTwo 2"),
        ("<pre>One\n  two</pre>", "One\n  two"),
        ("<p>One <!-- two --> three</p>", "One three"),
        ("<p>He spoke of <q>thugs</q>.</p>", "He spoke of “thugs”."),
        ("<p>He said <q>the <q>thugs</q> left</q>.</p>", "He said “the ‘thugs’ left”."),
        ("<p>a &lt;b&gt; c</p>", "a <b> c"),
        ("<div>One<p>Two", "One\n\nTwo"),
        ("<p>&amp;quot;One&amp;quot; AT&amp;amp;T</p>", '"One" AT&T'),
    ],
)
def test_markup_is_read_as_it_is_shown(markup, text):
    assert read_markup(markup)[0] == text
    assert repaired(repaired(markup).text).text == repaired(markup).text


def test_a_block_quotation_gets_marks_at_each_paragraph_and_its_author_stays_outside():
    rest = "<p>The council met again and voted on the fares of the ferry line.</p>" * 3
    quoted = "<blockquote><p>We reject <i>this</i> plan.</p><p>We stay.</p><cite>Mara Quill</cite></blockquote>"
    text = read_markup(f"<p>The crews said:</p>{quoted}{rest}")[0]
    assert text.startswith("The crews said:\n\n“We reject this plan.\n\n“We stay.”\n\nMara Quill\n\nThe council")


def test_a_block_quotation_with_marks_of_its_own_or_around_all_of_the_text_stays():
    assert read_markup("<p>One two three.</p><blockquote>'We stay.'</blockquote>")[0].endswith("'We stay.'")
    assert read_markup("<blockquote><p>One two three.</p><p>Four five.</p></blockquote>")[0] == (
        "One two three.\n\nFour five."
    )


def test_a_caption_stays_and_is_marked():
    found = repaired("<figure><img src=a><figcaption>The ga\u00adte</figcaption></figure><p>The gate is shut.</p>")
    assert found.text == "The gate\n\nThe gate is shut."
    assert found.spans == [(0, 8, "caption")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("&ldquo;Vile&rdquo; AT&amp;T &#8220;x&#8221; &#x2019;", "“Vile” AT&T “x” ’"),
        ("&amp;quot;Vile&amp;quot; &amp;amp;", '"Vile" &'),
        ('Write "&amp;" for it', 'Write "&amp;" for it'),
        ("?a=1&copy=2 R&D; &unknown;", "?a=1&copy=2 R&D; &unknown;"),
        ("&#147;Vile&#148;", "“Vile”"),
    ],
)
def test_entities(written, meant):
    assert without_entities(written) == meant


def test_markup_written_with_entities_is_markup_but_what_markup_shows_is_not():
    assert repaired("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;").text == "One.\n\nTwo."
    assert repaired("<p>Write &lt;p&gt;One.&lt;/p&gt;</p>").text == "Write <p>One.</p>"


def test_deep_markup_is_read():
    text = "<div>" * 3000 + "One." + "</div>" * 3000
    assert repaired(text).text == "One."
