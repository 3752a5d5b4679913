"""Text from articles is data: what each format would take for a command comes out as a character."""

from __future__ import annotations

import csv
import io
import json
import time

import pytest

from masthead.reports import Report, render, safe


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("bell\x07", "bell␇"),
        ("\x9b31m", "\ufffd31m"),
        ("\x7f", "␡"),
        ("a\u202eb", "a\ufffdb"),
        ("a\u2066b\u2069", "a\ufffdb\ufffd"),
        ("zero\u200bwidth", "zero\ufffdwidth"),
        ("\ud800", "\ufffd"),
        ("line\u2028break", "line\ufffdbreak"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("“Ünïcode” 中文 👩\u200d🚀 soft\u00adhyphen", "“Ünïcode” 中文 👩\u200d🚀 soft\u00adhyphen"),
    ],
)
def test_controls_are_made_visible_and_everything_else_stays(text: str, shown: str) -> None:
    assert safe.visible(text) == shown


def test_a_cell_is_one_line() -> None:
    assert safe.line("a\n\n b\tc\r\nd") == "a b c d"


def test_latex_specials_are_escaped() -> None:
    assert safe.latex(r"50% of \input{x} & $y_1^2$ #~") == (
        r"50\% of \textbackslash{}input\{x\} \& \$y\_1\textasciicircum{}2\$ \#\textasciitilde{}"
    )


def test_latex_has_commands_for_our_own_signs_and_none_for_control_pictures() -> None:
    assert safe.latex("1–2 ▲ −3 “q” \x1b") == r"1--2 $\uparrow$ $-$3 ``q'' ?"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a|b `c` *d* _e_ [f](g) <h>", r"a\|b \`c\` \*d\* \_e\_ \[f\](g) &lt;h&gt;"),
        ("13.3", "13.3"),
        ("−3.0 to 4.0", "−3.0 to 4.0"),
        ("1. not a list", r"1\. not a list"),
        ("- not a list", r"\- not a list"),
        ("# no heading", r"\# no heading"),
        ("---", r"\---"),
    ],
)
def test_markdown_is_escaped_and_numbers_are_left_alone(text: str, escaped: str) -> None:
    assert safe.markdown(text) == escaped


@pytest.mark.parametrize("formula", ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
def test_formulas_get_an_apostrophe_in_csv(formula: str) -> None:
    assert safe.csv_field(formula).startswith("'")


@pytest.mark.parametrize("text", ["-3.5", "+2", "1e5", "plain", "a=b", ""])
def test_numbers_and_plain_text_get_none(text: str) -> None:
    assert safe.csv_field(text) == text


def test_csv_numbers_are_never_guarded() -> None:
    report = Report(title="", rows=[{"outlet": "=x", "difference": -1.5}], fields=("outlet", "difference"))
    assert list(csv.reader(io.StringIO("".join(render(report, "csv"))))) == [["outlet", "difference"], ["'=x", "-1.5"]]


def test_json_escapes_what_a_terminal_would_obey_and_keeps_the_value() -> None:
    hostile = "\x1b]0;x\x07 \x9b2J \u202e \u2028"
    text = "".join(render(Report(title="", rows=[{"t": hostile}], fields=("t",)), "json"))
    assert not set("\x1b\x07\x9b\u202e\u2028") & set(text)
    assert json.loads(text)["rows"] == [{"t": hostile}]


def test_json_survives_a_lone_surrogate() -> None:
    text = "".join(render(Report(title="", rows=[{"t": "a\ud800"}], fields=("t",)), "json"))
    assert json.loads(text)["rows"] == [{"t": "a?"}]


def test_a_long_run_of_spaces_takes_no_longer_than_its_length() -> None:
    began = time.perf_counter()
    spaces = " " * 500_000
    assert safe.line(f"a{spaces}b") == f"a{spaces}b"
    assert safe.line(f"a{spaces}\n{spaces}b") == "a b"
    assert time.perf_counter() - began < 5
