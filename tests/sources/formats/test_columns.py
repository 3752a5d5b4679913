import pytest

from masthead.errors import UsageError
from masthead.sources import ReadOptions
from masthead.sources.formats.columns import map_columns
from masthead.sources.rows import Log


def mapped(found, outlet=None, **options):
    return map_columns(found, ReadOptions(**options), "in.csv", outlet, Log())


def test_exact_names_come_before_aliases_and_case_does_not_matter():
    assert mapped(["Text", "body", "Outlet", "source"]).fields == {"outlet": "Outlet", "text": "Text"}


def test_aliases_are_found():
    found = ["article_id", "publisher", "headline", "content", "published", "link", "category", "event_id"]
    assert mapped(found).fields == {
        "id": "article_id",
        "outlet": "publisher",
        "title": "headline",
        "text": "content",
        "date": "published",
        "url": "link",
        "section": "category",
        "event": "event_id",
    }


def test_a_column_named_for_one_field_is_not_taken_for_another():
    fields = mapped(["source", "content", "text"], outlet="x", columns={"section": "source"}).fields
    assert fields == {"section": "source", "text": "text"}


def test_label_columns_are_carried_over():
    assert mapped(["outlet", "text", "label_bias", "camp"], label_cols=("camp",)).labels == {
        "label_bias": "label_bias",
        "label_camp": "camp",
    }


def test_a_missing_text_column_names_what_was_found_and_the_flag():
    with pytest.raises(UsageError) as caught:
        mapped(["outlet", "txt", "n"])
    assert str(caught.value) == (
        "in.csv: no column holds the article's text. Did you mean 'txt'?\n"
        "Columns found: 'outlet', 'txt', 'n'. Name the right one with --text-col NAME."
    )


def test_a_missing_outlet_column_can_be_stood_in_for():
    with pytest.raises(UsageError, match=r"--outlet-col NAME or, for the whole input, --outlet NAME"):
        mapped(["text"])
    assert mapped(["text"], outlet="Harrow Post").fields == {"text": "text"}


def test_a_named_column_that_is_absent_gets_a_hint():
    with pytest.raises(UsageError) as caught:
        mapped(["outlet", "maintext"], columns={"text": "main_text"})
    assert str(caught.value) == (
        "in.csv: there is no column 'main_text'. Did you mean 'maintext'?\n"
        "Columns found: 'outlet', 'maintext'. Name one of them with --text-col NAME."
    )


def test_a_field_that_articles_do_not_have_is_refused():
    with pytest.raises(UsageError, match=r"articles have no field 'titel'\. Did you mean 'title'\?"):
        ReadOptions(columns={"titel": "x"})
