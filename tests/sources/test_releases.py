"""Each declared release, in the layout of its owners with a few lines of our own, becomes rows by its field map."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from masthead.errors import MissingColumn, UnreadableInput, UsageError
from masthead.schema import ARTICLES
from masthead.sources.releases import files, find_corpus, import_release, load_corpus

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[dict[str, str | bytes]], Path]

TEXT = "The council voted on Monday. The mayor said the road would stay closed."


def imported(name: str, *paths: Path, **options: Any) -> Any:
    return import_release(paths, find_corpus(name, Path("none")), **options)


def rows(name: str, *paths: Path) -> list[dict[str, Any]]:
    """The rows of an import without rejects, with what is not null."""
    found = imported(name, *paths)
    assert found.rejects == ()
    return [{key: value for key, value in row.items() if value not in (None, [])} for row in found.rows.to_pylist()]


def zipped(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def abp_article(number: int, **changed: Any) -> str:
    article = {
        "ID": f"a{number}",
        "topic": "roads",
        "source": "Daily Example",
        "source_url": "www.example.org",
        "url": f"https://www.example.org/{number}",
        "title": "Road closed",
        "date": "2019-05-01",
        "authors": "A. Writer",
        "content": "The council voted on Monday .",
        "content_original": TEXT,
        "bias_text": "left",
        "bias": 0,
    }
    return json.dumps({**article, **changed})


def test_abp_from_the_zip_of_its_repository(tmp_path: Path) -> None:
    release = zipped(
        tmp_path / "main.zip",
        {
            "Article-Bias-Prediction-main/data/jsons/a1.json": abp_article(1),
            "Article-Bias-Prediction-main/data/jsons/a2.json": abp_article(2, bias_text="right", date=""),
            "Article-Bias-Prediction-main/data/splits/media/train.tsv": "ID\tbias\na1\t0\n",
            "Article-Bias-Prediction-main/data/splits/media/test.tsv": "ID\tbias\na2\t2\n",
            "Article-Bias-Prediction-main/data/splits/random/valid.tsv": "ID\tbias\na1\t0\n",
            "__MACOSX/Article-Bias-Prediction-main/data/jsons/._a1.json": "junk",
        },
    )
    first, second = rows("abp", release)
    assert first == {
        "id": "a1",
        "outlet": "Daily Example",
        "title": "Road closed",
        "text": TEXT,
        "date": "2019-05-01",
        "url": "https://www.example.org/1",
        "section": "roads",
        "genre": "unknown",
        "author": "A. Writer",
        "label_bias": "left",
        "label_site": "www.example.org",
        "label_split_media": "train",
        "label_split_random": "valid",
    }
    assert (second["label_bias"], second["label_split_media"]) == ("right", "test")
    assert "date" not in second
    assert "label_split_random" not in second


def test_abp_without_its_splits_says_what_is_missing(write: Write) -> None:
    found = imported("abp", write({"jsons/a1.json": abp_article(1)}))
    assert found.notes[0] == "without data/splits/media/*.tsv there is no split_media"
    assert found.rows.schema.field(0).equals(ARTICLES.field("id"))
    assert found.rows["label_split_media"].to_pylist() == [None]


SEMEVAL_ARTICLES = """<?xml version="1.0" encoding="UTF-8"?><articles>
<article id="0000001" published-at="2017-09-10" title="A &amp; B"><p>The  council <a href="" type="internal">voted</a>
on Monday.</p>

<p>The mayor said &quot;no&quot;.</p></article>
<article id="0000002" title="No date"><p>Rain.</p></article></articles>"""
SEMEVAL_TRUTH = """<?xml version="1.0" encoding="UTF-8"?><articles>
<article id="0000001" hyperpartisan="true" labeled-by="article" url="https://www.example.org/a?b=1"/>
<article id="0000002" hyperpartisan="false" labeled-by="article" url="http://m.example.net/x"/></articles>"""


def test_semeval_from_its_two_zips(tmp_path: Path) -> None:
    articles, truth = "articles-training-byarticle-20181122", "ground-truth-training-byarticle-20181122"
    zipped(tmp_path / f"{articles}.zip", {f"{articles}.xml": SEMEVAL_ARTICLES})
    zipped(tmp_path / f"{truth}.zip", {f"{truth}.xml": SEMEVAL_TRUTH})
    first, second = rows("semeval2019", tmp_path)
    assert first == {
        "id": "0000001",
        "outlet": "example.org",
        "title": "A & B",
        "text": 'The council voted on Monday.\nThe mayor said "no".',
        "date": "2017-09-10",
        "url": "https://www.example.org/a?b=1",
        "genre": "unknown",
        "label_bias": "hyperpartisan",
    }
    assert (second["outlet"], second["label_bias"], second["text"]) == ("example.net", "not_hyperpartisan", "Rain.")


def test_semeval_without_its_ground_truth_is_refused(write: Write) -> None:
    folder = write({"articles-training-byarticle-20181122.xml": SEMEVAL_ARTICLES})
    with pytest.raises(UnreadableInput) as caught:
        imported("semeval2019", folder / "articles-training-byarticle-20181122.xml")
    assert caught.value.what == (
        "this is not the whole release of semeval2019: no file in it is ground-truth-training-byarticle*.xml or "
        "ground-truth-test-byarticle*.xml"
    )
    assert "https://doi.org/10.5281/zenodo.5776081" in caught.value.fix


def test_webis_has_a_file_an_article(write: Write) -> None:
    article = (
        "<article><author>A. Writer</author><orientation>right</orientation><hyperlinks><link/></hyperlinks>"
        f"<mainText>{TEXT}\n\nIt rained.</mainText><portal>Example Portal</portal><title>Road closed</title>"
        "<uri>http://example.org/1</uri><veracity>mixture of true and false</veracity></article>"
    )
    empty = article.replace(f"{TEXT}\n\nIt rained.", "").replace("right", "mainstream")
    first, second = rows("webis2016", write({"articles/0001.xml": article, "articles/0002.xml": empty}))
    assert first == {
        "id": "0001",
        "outlet": "Example Portal",
        "title": "Road closed",
        "text": f"{TEXT}\nIt rained.",
        "url": "http://example.org/1",
        "genre": "unknown",
        "author": "A. Writer",
        "label_bias": "right",
        "label_reliability": "mixture of true and false",
    }
    assert (second["id"], second["text"], second["label_bias"]) == ("0002", "", "mainstream")


FA_KES = (
    "unit_id,article_title,article_content,source,date,location,labels\n"
    f'10,Road closed,"{TEXT}",nna,8/24/2013,hama,1\n'
    "11,Rain,It rained in the north.,sana,12/1/2012,homs,0\n"
)
FA_KES_ALIGNED = (
    "unit_id,article_title,article_content,source,source_category,bias,label\n"
    "11,Rain,It rained in the north.,sana,pro,0.1,1\n10,Road closed,x,nna,against,0.2,0\n"
)


def test_fa_kes_takes_its_labels_from_the_aligned_file(write: Write) -> None:
    folder = write({"FA-KES-Dataset.csv": FA_KES.encode("latin-1"), "FAKES_updated.csv": FA_KES_ALIGNED})
    first, second = rows("fa_kes", folder)
    assert first == {
        "id": "10",
        "outlet": "nna",
        "title": "Road closed",
        "text": TEXT,
        "date": "2013-08-24",
        "genre": "unknown",
        "label_camp": "against",
        "label_location": "hama",
        "label_reliability": "fake",
        "label_reliability_published": "credible",
    }
    assert (second["date"], second["label_reliability"], second["label_reliability_published"]) == (
        "2012-12-01",
        "credible",
        "fake",
    )


def test_fa_kes_alone_has_only_the_published_labels(write: Write) -> None:
    found = imported("fa_kes", write({"renamed.csv": FA_KES}) / "renamed.csv")
    assert found.rows["label_reliability"].to_pylist() == [None, None]
    assert found.rows["label_reliability_published"].to_pylist() == ["credible", "fake"]
    assert "without FAKES_updated.csv there is no aligned, camp" in found.notes


def test_fakenewsnet_takes_the_label_from_the_folder(write: Write) -> None:
    page = {
        "text": TEXT,
        "title": "Road closed",
        "url": "http://www.example.org/1",
        "source": "http://www.example.org",
        "authors": ["A. Writer"],
        "publish_date": {"$date": 1474528230000},
    }
    bare = {**page, "source": "", "publish_date": None}
    folder = write(
        {
            "Data/BuzzFeed/FakeNewsContent/BuzzFeed_Fake_1-Webpage.json": json.dumps(page),
            "Data/PolitiFact/RealNewsContent/PolitiFact_Real_2-Webpage.json": json.dumps(bare),
            "Data/BuzzFeed/News.txt": "BuzzFeed_Fake_1\n",
        }
    )
    first, second = rows("fakenewsnet", folder)
    assert (first["id"], first["outlet"], first["date"]) == ("BuzzFeed_Fake_1", "example.org", "2016-09-22")
    assert (first["label_reliability"], first["label_checker"]) == ("fake", "BuzzFeed")
    assert (second["outlet"], second.get("date"), second["label_reliability"]) == ("example.org", None, "real")


BABE_HEADER = "text;news_link;outlet;topic;type;label_bias;label_opinion;biased_words"
BABE_ROWS = (
    (
        "The mayor bungled; again.",
        "http://e.org/1",
        "Example",
        "roads",
        "left",
        "Biased",
        "Entirely factual",
        "['bungled']",
    ),
    ("It rained.", "http://e.org/2", "Example", "roads", "", "No agreement", "No agreement", "[]"),
)


def test_babe_is_read_sentence_by_sentence(write: Write) -> None:
    body = "\n".join(";".join(f'"{cell}"' for cell in row) for row in BABE_ROWS)
    first, second = rows("babe", write({"data/final_labels_SG2.csv": f"{BABE_HEADER}\n{body}\n"}))
    assert {key: value for key, value in first.items() if key not in ("id", "genre")} == {
        "outlet": "Example",
        "text": "The mayor bungled; again.",
        "url": "http://e.org/1",
        "section": "roads",
        "label_biased": "yes",
        "label_opinion": "Entirely factual",
        "label_leaning": "left",
        "label_words": "['bungled']",
    }
    assert "label_biased" not in second


def test_babe_is_read_from_a_spreadsheet_too(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (BABE_HEADER.split(";"), *BABE_ROWS):
        book.active.append([cell or None for cell in row])
    book.save(tmp_path / "final_labels_SG2.xlsx")
    first, second = rows("babe", tmp_path / "final_labels_SG2.xlsx")
    assert (first["text"], first["label_biased"]) == ("The mayor bungled; again.", "yes")
    assert (second["text"], "label_leaning" in second) == ("It rained.", False)


def test_basil_joins_annotations_to_sentences(write: Write) -> None:
    article = {
        "title": "Council in furious row",
        "date": "2012-01-02",
        "url": "http://e.org/1",
        "source": "fox",
        "triplet-uuid": "t1",
        "body-paragraphs": [["The council met.", "It bungled the vote."], ["Nobody spoke."]],
    }
    marks = [
        {"id": "title", "bias": "lex", "txt": "furious", "start": 11, "end": 18},
        {"id": "p1", "bias": "lex", "txt": "bungled", "start": 3, "end": 10},
        {"id": "p2", "bias": "inf", "txt": "Nobody spoke.", "start": 0, "end": 13},
    ]
    folder = write(
        {
            "articles/2012/t1_1.json": json.dumps(article),
            "annotations/2012/t1_1_ann.json": json.dumps({"phrase-level-annotations": marks, "uuid": "u"}),
        }
    )
    found = rows("basil", folder)
    assert [
        (row["text"], row["label_sentence"], row["label_lexical"], row["label_informational"]) for row in found
    ] == [
        ("Council in furious row", "title", "yes", "no"),
        ("The council met.", "p0", "no", "no"),
        ("It bungled the vote.", "p1", "yes", "no"),
        ("Nobody spoke.", "p2", "no", "yes"),
    ]
    assert {(row["outlet"], row["event"], row["date"], row["label_article"]) for row in found} == {
        ("fox", "t1", "2012-01-02", "t1_1")
    }


def test_an_article_of_basil_without_annotations_is_a_reject(write: Write) -> None:
    facts = {"title": "A", "source": "fox", "date": "", "url": "", "triplet-uuid": "t1"}
    article = json.dumps({**facts, "body-paragraphs": [["B."]]})
    annotations = json.dumps({"phrase-level-annotations": []})
    folder = write(
        {
            "articles/2012/t1_1.json": article,
            "articles/2012/t1_2.json": article,
            "annotations/2012/t1_1_ann.json": annotations,
        }
    )
    found = imported("basil", folder)
    assert (found.rows.num_rows, [(reject.reason, Path(reject.origin).name) for reject in found.rejects]) == (
        2,
        [("no annotations", "t1_2.json")],
    )


def test_subjectivity_keeps_the_parts_apart(write: Write) -> None:
    header = "sentence_id\tsentence\tlabel\tsolved_conflict"
    folder = write(
        {
            "train_en.tsv": f'{header}\n1\t"No," he said. It "works\tOBJ\tFalse\n',
            "dev_en.tsv": f"{header}\n2\tWhat a mess\tSUBJ\tTrue\n",
            "dev_test_en.tsv": "sentence_id\tsentence\tlabel\n3\tRain fell\tOBJ\n",
            "train_it.tsv": f"{header}\n4\tPiove\tOBJ\tFalse\n",
        }
    )
    found = rows("subjectivity", folder)
    assert [(row["id"], row["text"], row["label_subjective"], row["label_split"]) for row in found] == [
        ("2", "What a mess", "yes", "dev"),
        ("3", "Rain fell", "no", "dev_test"),
        ("1", '"No," he said. It "works', "no", "train"),
    ]
    assert {row["outlet"] for row in found} == {"CheckThat!"}


def test_polnear_joins_its_table_of_metadata(write: Write) -> None:
    header = "compartment\tfilename\tlevel\tannotators\tpublisher\tpublication_date\tauthor\ttitle\ttrump_count\tclinton_count\tcredit\twire"
    names = ["huff-post_2016-09-27_road-closed", "nyt_2016-09-28_rain"]
    folder = write(
        {
            "PolNeAR-master/data/train/text/huff-post_2016-09-27_road-closed.txt": TEXT,
            "PolNeAR-master/data/dev/text/nyt_2016-09-28_rain.txt": "Rain fell.",
            "PolNeAR-master/data/test/text/nyt_2016-09-30_unlisted.txt": "Snow fell.",
            "PolNeAR-master/data/annotator-training/text/nyt_2016-09-29_test.txt": "Left out.",
            "PolNeAR-master/data/metadata.tsv": f"{header}\n"
            f"train\t{names[0]}\t1\tab\thuff-post\t2016-09-27\tNone\tRoad closed\t1\t1\tNone\treuters\n"
            f"dev\t{names[1]}\t1\tab\tnyt\t2016-09-28\tA. Writer\tRain\t0\t1\tNone\tNone\n",
        }
    )
    first, second, third = rows("polnear", folder)
    assert (first["id"], first["outlet"], first["date"], first["title"]) == (
        names[0],
        "huff-post",
        "2016-09-27",
        "Road closed",
    )
    assert (first["label_split"], first["label_wire"]) == ("train", "reuters")
    assert (second["outlet"], second["label_split"], "label_wire" in second) == ("nyt", "dev", False)
    assert (third["id"], third["outlet"], "label_split" in third) == ("nyt_2016-09-30_unlisted", "nyt", False)


UNCERTAIN = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!DOCTYPE Annotation PUBLIC "-//Uncertainty//DTD 1.0//EN" "Uncertainty.dtd">
<Annotation><DocumentSet> <Document type="unknown"><DocID type="FILENAME">wsj_1.txt</DocID><DocumentPart>
<Sentence id="S1.1">The plan <ccue type="speculation_modal_probable_">may</ccue>  not fail.</Sentence>
<Sentence id="S1.2"><ccue type="speculation_hypo_condition _">If</ccue> it fails, nobody knows.</Sentence>
</DocumentPart><DocumentPart><Sentence id="S1.3">They <ccue type="speculation_hypo_doxastic _">think</ccue> so.</Sentence>
</DocumentPart></Document></DocumentSet></Annotation>"""


def test_hedge_news_counts_belief_and_doubt_but_no_conditions(write: Write) -> None:
    found = rows("hedge_news", write({"factbank.xml": UNCERTAIN}))
    assert [(row["text"], row["label_sentence"], row["label_uncertain"], row.get("label_types")) for row in found] == [
        ("The plan may not fail.", "S1.1", "yes", "speculation_modal_probable"),
        ("If it fails, nobody knows.", "S1.2", "no", "speculation_hypo_condition"),
        ("They think so.", "S1.3", "yes", "speculation_hypo_doxastic"),
    ]
    assert {(row["outlet"], row["label_document"]) for row in found} == {("wsj", "wsj_1.txt")}


def test_hedge_wiki_has_one_outlet(write: Write) -> None:
    found = rows("hedge_wiki", write({"wiki.xml": UNCERTAIN}))
    assert {row["outlet"] for row in found} == {"Wikipedia"}


def test_ptc_marks_the_lines_that_a_span_touches(tmp_path: Path) -> None:
    text = "Headline\n\nThe vile plan.\nIt rained.\n"
    labels = "7\tLoaded_Language\t14\t18\n7\tDoubt\t25\t30\n7\tRepetition\t8\t10\n"
    with tarfile.open(tmp_path / "datasets-v2.tgz", "w:gz") as archive:
        for name, content in (
            ("datasets/train-articles/article7.txt", text),
            ("datasets/train-labels-task2-technique-classification/article7.task2-TC.labels", labels),
        ):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content.encode()))
    found = rows("ptc", tmp_path / "datasets-v2.tgz")
    assert [
        (row["text"], row["label_line"], row["label_loaded_or_name_calling"], row.get("label_techniques"))
        for row in found
    ] == [
        ("Headline", "1", "no", None),
        ("The vile plan.", "3", "yes", "Loaded_Language"),
        ("It rained.", "4", "no", "Doubt"),
    ]
    assert [row["label_propaganda"] for row in found] == ["no", "yes", "yes"]


def test_ratings_of_outlets_are_outlets_with_labels(write: Write) -> None:
    found = imported("domain_quality", write({"domain_pc1.csv": "domain,pc1\nexample.org,0.9\nexample.net,0.1\n"}))
    assert found.rows.to_pylist() == [
        {"outlet": "example.org", "label_quality": "0.9"},
        {"outlet": "example.net", "label_quality": "0.1"},
    ]
    assert found.furniture is None


def test_both_editions_of_media_reliability(write: Write) -> None:
    header = "source_url\tsource_url_normalized\tref\tfact\tbias\n"
    folder = write(
        {
            "data/emnlp18/corpus.tsv": f"{header}http://www.example.org/\texample.org\tr\thigh\tcenter-left\n",
            "data/acl2020/corpus.tsv": f"{header}https://example.org\texample.org\tr\tmixed\tleft\n",
        }
    )
    found = imported("media_reliability", folder)
    assert found.rows.to_pylist() == [
        {"outlet": "example.org", "label_bias": "center-left", "label_edition": "emnlp18", "label_factuality": "high"},
        {"outlet": "example.org", "label_bias": "left", "label_edition": "acl2020", "label_factuality": "mixed"},
    ]


def test_a_label_that_is_not_declared_is_a_reject(write: Write) -> None:
    found = imported("abp", write({"a1.json": abp_article(1), "a2.json": abp_article(2, bias_text="far left")}))
    [reject] = found.rejects
    assert (reject.reason, Path(reject.origin).name) == ("unknown value", "a2.json")
    assert reject.detail == "label_bias: 'far left' is none of 'left', 'center', 'right'"
    assert found.rows.num_rows == 1


def test_strict_stops_at_the_first_reject(write: Write) -> None:
    folder = write({"a1.json": abp_article(1), "a2.json": "{"})
    with pytest.raises(UnreadableInput, match="bad JSON"):
        imported("abp", folder, strict=True)


def test_a_limit_reads_the_first_rows_alone(write: Write) -> None:
    folder = write({f"a{n}.json": abp_article(n) for n in range(1, 5)})
    assert imported("abp", folder, limit=2).rows["id"].to_pylist() == ["a1", "a2"]


def test_an_id_given_twice_is_suffixed(write: Write) -> None:
    twice = FA_KES.replace("\n11,", "\n10,")
    assert imported("fa_kes", write({"FA-KES-Dataset.csv": twice})).rows["id"].to_pylist() == ["10", "10#2"]


def test_another_file_is_no_release(write: Write) -> None:
    with pytest.raises(
        UnreadableInput, match="this is not the whole release of polnear: no file in it is data/metadata"
    ):
        imported("polnear", write({"notes.md": "nothing"}))


def test_a_table_with_other_columns_is_told(write: Write) -> None:
    table = "text;outlet;label_bias\nIt rained.;Example;Biased\n"
    with pytest.raises(MissingColumn) as caught:
        imported("babe", write({"final_labels_SG2.csv": table}) / "final_labels_SG2.csv")
    assert caught.value.what == "babe should have a column 'news_link', for url"
    assert caught.value.fix.startswith("Columns found: label_bias, outlet, text. It may be another release: https://")


def test_a_corpus_without_a_field_map_says_how_to_read_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="lim2020 has no field map") as caught:
        imported("lim2020", tmp_path)
    assert "Sora_LREC2020_biasedsentences.csv" in caught.value.fix


@pytest.mark.parametrize(
    ("name", "data"), [("cut.zip", b"PK\x03\x04broken"), ("cut.tgz", b"\x1f\x8bbroken"), ("empty.zip", b"")]
)
def test_a_damaged_archive_is_told(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableInput, match="the archive is damaged or cut off") as caught:
        imported("abp", tmp_path / name)
    assert caught.value.fix == "Download it again."


def test_a_zip_bomb_is_left_packed(tmp_path: Path) -> None:
    release = zipped(tmp_path / "abp.zip", {"jsons/a1.json": " " * 30_000_000, "jsons/a2.json": abp_article(2)})
    found = imported("abp", release)
    assert [(reject.reason, reject.detail) for reject in found.rejects] == [
        ("zip bomb", "unpacks to more than 200 times its size")
    ]


def test_names_that_lead_out_of_an_archive_lead_nowhere(tmp_path: Path) -> None:
    release = zipped(tmp_path / "abp.zip", {"../../jsons/a1.json": abp_article(1), "jsons/a2.json": abp_article(2)})
    before = sorted(tmp_path.parent.rglob("*"))
    assert imported("abp", release).rows["id"].to_pylist() == ["a2"]
    assert sorted(tmp_path.parent.rglob("*")) == before


def test_links_and_devices_in_an_archive_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text(abp_article(3))
    with tarfile.open(tmp_path / "abp.tgz", "w:gz") as archive:
        data = abp_article(1).encode()
        file = tarfile.TarInfo("jsons/a1.json")
        file.size = len(data)
        archive.addfile(file, io.BytesIO(data))
        for number, (kind, to) in enumerate(
            [
                (tarfile.SYMTYPE, str(tmp_path / "secret.json")),
                (tarfile.LNKTYPE, "jsons/a1.json"),
                (tarfile.CHRTYPE, ""),
                (tarfile.FIFOTYPE, ""),
            ]
        ):
            other = tarfile.TarInfo(f"jsons/b{number}.json")
            other.type, other.linkname = kind, to
            archive.addfile(other)
    assert imported("abp", tmp_path / "abp.tgz").rows["id"].to_pylist() == ["a1"]


@pytest.mark.parametrize("name", ["abp.zip", "abp.tar"])
def test_an_archive_of_absurdly_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(files, "_MOST_FILES", 2)
    articles = {f"jsons/a{number}.json": abp_article(number) for number in range(3)}
    if name.endswith("zip"):
        zipped(tmp_path / name, articles)
    else:
        with tarfile.open(tmp_path / name, "w") as archive:
            for place in articles:
                archive.addfile(tarfile.TarInfo(place))
    with pytest.raises(UnreadableInput, match="the archive has more than 2 files"):
        imported("abp", tmp_path / name)


def test_an_entity_of_xml_reads_no_file(write: Write) -> None:
    secret = write({"secret.txt": "hidden"}) / "secret.txt"
    text = UNCERTAIN.replace('"Uncertainty.dtd">', f'"Uncertainty.dtd" [<!ENTITY x SYSTEM "file://{secret}">]>')
    found = imported("hedge_wiki", write({"release/wiki.xml": text.replace("not fail", "&x; fail")}) / "release")
    assert "hidden" not in " ".join(found.rows["text"].to_pylist())


def test_broken_xml_keeps_what_came_before(write: Write) -> None:
    cut = SEMEVAL_ARTICLES[: SEMEVAL_ARTICLES.index('<article id="0000002"')]
    folder = write({"articles-training-byarticle-1.xml": cut, "ground-truth-training-byarticle-1.xml": SEMEVAL_TRUTH})
    found = imported("semeval2019", folder)
    assert (found.rows.num_rows, [reject.reason for reject in found.rejects]) == (1, ["bad XML"])


def test_a_declaration_of_ones_own(write: Write) -> None:
    folder = write(
        {
            "corpus.toml": 'name = "mine"\ntitle = "Mine"\nversion = "1"\nlicense = "mine"\nsource = "my desk"\n'
            'citation = "Me"\nby_hand = "Look on my desk."\n[read]\ntables = [{ layout = "table", files = ["*.csv"] }]\n'
            '[read.fields]\noutlet = { constant = "Mine" }\ntext = "words"\n[read.labels]\nside = "side"\n',
            "data/mine.csv": "words,side\nIt rained.,left\n",
        }
    )
    found = import_release([folder / "data"], load_corpus(folder / "corpus.toml"))
    assert [(row["outlet"], row["text"], row["label_side"]) for row in found.rows.to_pylist()] == [
        ("Mine", "It rained.", "left")
    ]


def test_the_inputs_of_an_import_are_the_paths_with_their_hashes(write: Write) -> None:
    folder = write({"jsons/a1.json": abp_article(1)})
    [whole] = imported("abp", folder).inputs
    [single] = imported("abp", folder / "jsons" / "a1.json").inputs
    assert (whole.path, single.path) == (str(folder), str(folder / "jsons" / "a1.json"))
    assert single.sha256 == hashlib.sha256(abp_article(1).encode()).hexdigest()
    assert len(whole.sha256) == 64
    assert whole.sha256 != single.sha256
