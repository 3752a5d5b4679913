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


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (["Outlet", "Article Text"], "Article Text"),
        (["outlet", "Full-Text"], "Full-Text"),
        (["outlet", "FullText"], "FullText"),
        (["outlet", "article.body"], "article.body"),
        (["outlet", " Main_Text "], " Main_Text "),
    ],
)
def test_case_blanks_and_signs_between_words_do_not_matter(found, text):
    assert mapped(found).fields["text"] == text


NEWSPAPER = ["url", "source_url", "language", "title", "authors", "publish_date", "text", "summary", "meta_lang"]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            ["maintext", "date_publish", "source_domain", "authors", "title", "language", "url", "description"],
            {"text": "maintext", "date": "date_publish", "outlet": "source_domain", "author": "authors"},
        ),
        ([*NEWSPAPER, "meta_site_name"], {"text": "text", "outlet": "meta_site_name", "date": "publish_date"}),
        (NEWSPAPER, {"text": "text", "url": "url", "lang": "language", "author": "authors"}),
        (
            ["source.id", "source.name", "author", "title", "url", "publishedAt", "content", "description"],
            {"outlet": "source.name", "date": "publishedAt", "text": "content"},
        ),
        (
            ["Key", "Publication Title", "Title", "Author", "Date", "Url", "Abstract Note", "Publisher", "Full Text"],
            {"outlet": "Publication Title", "date": "Date", "url": "Url", "author": "Author", "text": "Full Text"},
        ),
        (
            ["id", "indexed_date", "language", "media_name", "media_url", "publish_date", "title", "url", "text"],
            {"id": "id", "outlet": "media_name", "date": "publish_date", "lang": "language"},
        ),
        (
            ["webTitle", "webUrl", "webPublicationDate", "fields.bodyText", "sectionName", "publication"],
            {"title": "webTitle", "url": "webUrl", "date": "webPublicationDate", "text": "fields.bodyText"},
        ),
        (["V2SOURCECOMMONNAME", "DocumentIdentifier", "text"], {"url": "DocumentIdentifier"}),
        (["title", "source-hostname", "hostname", "date", "text", "source"], {"outlet": "source-hostname"}),
        (
            ["date", "link", "title.rendered", "content.rendered", "excerpt.rendered"],
            {"title": "title.rendered", "text": "content.rendered", "url": "link"},
        ),
    ],
    ids=[
        "news-please",
        "newspaper4k",
        "newspaper3k",
        "News API",
        "Zotero",
        "Media Cloud",
        "Guardian",
        "GDELT",
        "trafilatura",
        "WordPress",
    ],
)
def test_the_columns_of_other_tools_map_by_themselves(found, expected):
    assert expected.items() <= mapped(found).fields.items()


@pytest.mark.parametrize(
    ("found", "tool"),
    [
        (["id", "indexed_date", "language", "media_name", "media_url", "publish_date", "title", "url"], "Media Cloud"),
        (["stories_id", "media_id", "title", "url", "publish_date", "ap_syndicated"], "older export of Media Cloud"),
        (["URL", "MobileURL", "Date", "Title"], "GDELT DOC API"),
        (
            ["url", "url_mobile", "title", "seendate", "socialimage", "domain", "language", "sourcecountry"],
            "GDELT DOC API",
        ),
        (["GKGRECORDID", "V2.1DATE", "V2DOCUMENTIDENTIFIER"], "Global Knowledge Graph"),
        (["Key", "Item Type", "Title", "Publication Title", "Abstract Note", "Date Added"], "Zotero"),
    ],
)
def test_an_export_without_texts_is_told_so_with_what_to_do(found, tool):
    with pytest.raises(UsageError, match="not the texts of articles") as caught:
        mapped(found)
    assert tool in caught.value.what
    assert "--text-col NAME" in caught.value.fix


def test_a_summary_is_not_taken_for_the_text_unless_told():
    found = ["outlet", "title", "Description"]
    with pytest.raises(UsageError, match="'Description' looks like a summary") as caught:
        mapped(found)
    assert '--text-col "Description"' in caught.value.fix
    assert mapped(found, columns={"text": "Description"}).fields["text"] == "Description"


def test_of_two_columns_of_text_one_is_taken_and_the_other_named():
    log = Log()
    mapping = map_columns(["outlet", "content", "Full Text"], ReadOptions(), "in.csv", None, log)
    assert mapping.fields["text"] == "content"
    assert log.findings[0][:2] == ("two columns of text", "warning")
    assert log.findings[0].fix == '--text-col "Full Text"'
    assert any("'Full Text' could be it too: --text-col NAME" in note for note in log.notes)
    told = Log()
    map_columns(["outlet", "content", "Full Text"], ReadOptions(columns={"text": "content"}), "in.csv", None, told)
    assert not told.findings


def test_a_tool_with_one_column_of_text_has_no_rival_of_it():
    for found in (NEWSPAPER, ["maintext", "description", "url"], ["text", "raw_text", "excerpt", "source", "url"]):
        log = Log()
        map_columns(found, ReadOptions(), "in.json", "A", log)
        assert not log.findings


def test_a_hint_never_names_a_column_that_is_taken():
    with pytest.raises(UsageError) as caught:
        mapped(["outlet", "Headline", "bodi"])
    assert "Did you mean 'bodi'?" in caught.value.what
    with pytest.raises(UsageError) as caught:
        mapped(["Outlet", "Titel"], columns={"title": "Titel"})
    assert "Did you mean" not in caught.value.what
