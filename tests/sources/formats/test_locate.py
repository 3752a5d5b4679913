import os
from pathlib import Path

import pytest

from masthead.errors import UnreadableInput, UsageError
from masthead.sources import ReadOptions
from masthead.sources.formats.locate import locate
from masthead.sources.rows import Log


def located(paths, folder, **options):
    sources = locate(paths, ReadOptions(**options), Log())
    return [(source.path.relative_to(folder).as_posix(), source.kind, source.outlet) for source in sources]


def test_a_sub_folder_is_an_outlet(write):
    folder = write({"BBC/a.txt": "x", "BBC/2031/b.md": "x", "CNN/c.html.gz": "x"})
    assert located([folder], folder) == [
        ("BBC/a.txt", "text", "BBC"),
        ("BBC/2031/b.md", "markdown", "BBC"),
        ("CNN/c.html.gz", "html", "CNN"),
    ]


def test_hidden_files_readme_license_and_manifest_are_passed_over(write):
    folder = write(
        {"A/.b.txt": "", ".git/c.txt": "", "A/a.txt": "", "README.md": "", "LICENSE.txt": "", "corpus.toml": ""}
    )
    assert [name for name, _, _ in located([folder], folder)] == ["A/a.txt"]


def test_other_extensions_are_counted_in_one_note(write):
    folder = write({"A/a.txt": "", "A/b.jpg": "", "A/c.jpg": "", "A/d": ""})
    log = Log()
    locate([folder], ReadOptions(), log)
    assert log.notes == (f"{folder}: files of other kinds were skipped: 2 .jpg, 1 without extension",)


def test_a_corpus_manifest_names_the_articles_folder_and_the_outlets(write):
    folder = write(
        {
            "corpus.toml": 'articles = "articles"\n[outlets.harrow-post]\nname = "Harrow Post"\n',
            "articles/harrow-post/a.txt": "",
            "articles/velk/b.txt": "",
            "notes.txt": "",
        }
    )
    assert located([folder], folder) == [
        ("articles/harrow-post/a.txt", "text", "Harrow Post"),
        ("articles/velk/b.txt", "text", "velk"),
    ]


@pytest.mark.parametrize("articles", ['"../other"', '"/etc"', '"none"', "3"])
def test_a_corpus_manifest_can_not_lead_elsewhere(write, articles):
    folder = write({"corpus.toml": f"articles = {articles}\n", "A/a.txt": ""})
    if articles == "3":
        assert located([folder], folder) == [("A/a.txt", "text", "A")]
        return
    with pytest.raises(UsageError, match="names no folder beside it"):
        located([folder], folder)


def test_several_folders_are_an_outlet_each(write):
    folder = write({"A/a.txt": "", "B/b.txt": ""})
    assert [outlet for _, _, outlet in located([folder / "A", folder / "B"], folder)] == ["A", "B"]


def test_a_glob_of_files_takes_the_outlet_from_their_folders(write):
    folder = write({"A/a.txt": "", "B/b.txt": "", "B/c.csv": ""})
    assert located([f"{folder}/*/*.txt"], folder) == [("A/a.txt", "text", "A"), ("B/b.txt", "text", "B")]


def test_a_file_named_twice_is_read_once(write):
    folder = write({"A/a.txt": "", "A/b.txt": ""})
    assert len(located([folder, folder / "A" / "a.txt"], folder)) == 2


def test_links_to_folders_are_not_followed(write):
    folder = write({"A/a.txt": ""})
    (folder / "A" / "loop").symlink_to(folder)
    assert [name for name, _, _ in located([folder], folder)] == ["A/a.txt"]


@pytest.mark.parametrize("ending", [".txt", ".jsonl", ".parquet", ".warc", ".csv.gz", ""])
def test_what_is_no_file_is_rejected_and_never_opened(write, ending):
    folder = write({"A/a.txt": ""})
    os.mkfifo(folder / "A" / f"pipe{ending}")
    (folder / "A" / f"gone{ending}").symlink_to("nowhere")
    (folder / "A" / f"zeros{ending}").symlink_to("/dev/zero")
    log = Log()
    assert [source.path.name for source in locate([folder], ReadOptions(), log)] == ["a.txt"]
    assert sorted((Path(reject.origin).name, reject.reason) for reject in log.rejects) == [
        (f"gone{ending}", "not a file"),
        (f"pipe{ending}", "not a file"),
        (f"zeros{ending}", "not a file"),
    ]


def test_a_link_to_a_file_elsewhere_is_rejected_and_one_within_the_folder_is_read(write, tmp_path):
    folder = write({"in/A/a.txt": "", "secret.txt": ""}) / "in"
    (folder / "A" / "b.txt").symlink_to("a.txt")
    (folder / "A" / "c.txt").symlink_to(tmp_path / "secret.txt")
    log = Log()
    assert [source.path.name for source in locate([folder], ReadOptions(), log)] == ["a.txt", "b.txt"]
    [reject] = log.rejects
    assert (reject.reason, Path(reject.origin).name) == ("link elsewhere", "c.txt")
    assert [source.path.name for source in locate([folder / "A" / "c.txt"], ReadOptions(), Log())] == ["c.txt"]


def test_a_folder_of_nothing_but_such_links_says_so(write, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "c.txt").symlink_to("nowhere")
    with pytest.raises(UnreadableInput, match=r"no articles in this folder: .*c\.txt is a broken link"):
        locate([folder], ReadOptions(), Log())


def test_the_articles_of_a_manifest_are_not_elsewhere_by_a_link(write, tmp_path):
    folder = write({"in/corpus.toml": 'articles = "there"\n', "secret/a.txt": ""}) / "in"
    (folder / "there").symlink_to(tmp_path / "secret")
    with pytest.raises(UsageError, match="names no folder beside it"):
        located([folder], folder)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("none", "no such file or folder"),
        ("*.csv", "nothing matches this pattern"),
        (".", "no articles in this folder"),
    ],
)
def test_nothing_there_is_unreadable(tmp_path, name, what):
    with pytest.raises(UnreadableInput, match=what) as caught:
        locate([tmp_path / name], ReadOptions(), Log())
    assert caught.value.exit_code == 4
