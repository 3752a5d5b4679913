"""Outlet names as column headings."""

from __future__ import annotations

from masthead.reports.layout import headings, key


def test_names_break_at_spaces_before_dots_and_after_hyphens() -> None:
    assert headings(["Harrow Chronicle", "www.theguardian.com", "Al-Monitor News"]) == {
        "Harrow Chronicle": ("Harrow", "Chronicle"),
        "www.theguardian.com": ("theguardian", ".com"),
        "Al-Monitor News": ("Al-Monitor", "News"),
    }


def test_a_long_name_is_cut_and_explained() -> None:
    name = "The Independent International Morning Herald"
    lines = headings([name])
    assert lines[name] == ("The", "Independent", "Internation…")
    assert key(lines) == [f"The Independent Internation… = {name}"]


def test_a_name_that_is_whole_needs_no_key() -> None:
    assert key(headings(["Harrow Chronicle", "sana", "theguardian.com"])) == []


def test_names_cut_to_the_same_label_are_told_apart() -> None:
    lines = headings(["reallylongnewspaper-a", "reallylongnewspaper-b", "reallylongnewspapers"])
    assert len(set(lines.values())) == 3
    assert all(len(part) <= 14 for label in lines.values() for part in label)


def test_controls_in_a_name_are_inert() -> None:
    assert headings(["\x1b[31mx"])["\x1b[31mx"] == ("␛[31mx",)
