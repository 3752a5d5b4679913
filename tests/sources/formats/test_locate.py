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
    assert log.notes == (f"{folder}: files of other kinds passed over: 2 .jpg, 1 without extension",)


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
