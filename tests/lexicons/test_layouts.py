"""Word lists in the layouts of others, all made up: what each line becomes, and what is said of the odd ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masthead.errors import MastheadError, UnreadableInput, UsageError
from masthead.lexicons.layouts import load_list

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[..., Path]

LIWC_2007 = """%
1\tmirth
02\tgloom
134\tweather
464\tfiller
%
chuckl*\t1
drizzl*\t02\t134
snow day\t1\t134
like\t(02 134)1/464\t464
kind\t(02 134)1/464
sort\t<of>134/464
plain\t464\t1
fog 134
wet 02 134
route 66 134
nowhere
stray\t77
both\t1\t77
"""
LIWC_2015 = """\ufeff%
1\tfunction (Function Words)
\t2\tpronoun (Pronouns)
\t\t3\tother
4\tdrives
\t5\tother (Other Drives)
%
she\t1\t2
(i) love*\t4
 o'clock \t4
win?\t4\t5
"""
MORAL_1 = """%
01\tKindVirtue
02\tKindVice
11\tMoralGeneral
%

gentl*\t01
cruel*\t02
spite\t02\t11
spite\t02
"""
MORAL_2 = "%\n1\tkind.virtue\n2\tkind.vice\n%\nsoft hearted\t1\nhard-hearted\t2\nbrute\t2\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str, name: str = "mood.txt", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return written


def entries(path: Path) -> list[tuple[Any, ...]]:
    """Line, term and category of each entry, and its score where there are scores."""
    found = load_list(path)
    rows = [(int(entry.where.rpartition(":")[2]), entry.term, entry.category, entry.weight) for entry in found.entries]
    return rows if found.scored else [row[:3] for row in rows]


def remarks(path: Path) -> list[tuple[int, str, str]]:
    return [(remark.line, remark.term, remark.kind) for remark in load_list(path).remarks]


def test_a_liwc_dictionary_with_conditions_blanks_and_numbers_that_are_words(write: Write) -> None:
    path = write(LIWC_2007, "mood.dic")

    assert load_list(path).layout == "LIWC dictionary"
    assert entries(path) == [
        (7, "chuckl*", "mirth"),
        (8, "drizzl*", "gloom"),
        (8, "drizzl*", "weather"),
        (9, "snow day", "mirth"),
        (9, "snow day", "weather"),
        (10, "like", "filler"),
        (13, "plain", "filler"),
        (13, "plain", "mirth"),
        (14, "fog", "weather"),
        (15, "wet", "gloom"),
        (15, "wet", "weather"),
        (16, "route 66", "weather"),
        (19, "both", "mirth"),
    ]
    assert load_list(path).categories == ("mirth", "gloom", "weather", "filler")
    assert remarks(path) == [
        (10, "like", "not read"),
        (11, "kind", "left out"),
        (12, "sort", "left out"),
        (17, "nowhere", "left out"),
        (18, "stray", "not read"),
        (18, "stray", "left out"),
        (19, "both", "not read"),
    ]


def test_a_liwc_dictionary_with_categories_inside_categories(write: Write) -> None:
    path = write(LIWC_2015, "mood.dic")

    assert entries(path) == [
        (8, "she", "function"),
        (8, "she", "pronoun"),
        (10, "o'clock", "drives"),
        (11, "win?", "drives"),
        (11, "win?", "drives.other"),
    ]
    assert [(remark.line, remark.kind, remark.what) for remark in load_list(path).remarks] == [
        (6, "read otherwise", "a second category of that name is called drives.other"),
        (9, "left out", "LIWC counts it under a condition, which is not applied"),
        (0, "left out", "the category other is empty"),
    ]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_and_numbers_with_zeros(write: Write, ends: str) -> None:
    path = write(MORAL_1.replace("\n", ends))

    assert entries(path) == [
        (7, "gentl*", "KindVirtue"),
        (8, "cruel*", "KindVice"),
        (9, "spite", "KindVice"),
        (9, "spite", "MoralGeneral"),
        (10, "spite", "KindVice"),
    ]


def test_dots_in_the_names_of_categories(write: Write) -> None:
    assert entries(write(MORAL_2)) == [
        (5, "soft hearted", "kind.virtue"),
        (6, "hard-hearted", "kind.vice"),
        (7, "brute", "kind.vice"),
    ]


def test_a_block_of_categories_without_an_end(write: Write) -> None:
    with pytest.raises(UsageError, match=re.escape("mood.dic:1: the block of categories has no end")):
        load_list(write("%\n1\tmirth\nchuckl*\t1\n", "mood.dic"))


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_marks_in_one_column_a_category(write: Write, delimiter: str) -> None:
    text = 'DicTerm,Mirth,"Bad, Weather"\nchuckl*,X,\n"snow day",x,X\nfog,,X\nnothing,,\n'
    path = write(text.replace(",", delimiter).replace('"Bad' + delimiter, '"Bad,'), "mood.dicx")

    assert entries(path) == [
        (2, "chuckl*", "Mirth"),
        (3, "snow day", "Mirth"),
        (3, "snow day", "Bad,_Weather"),
        (4, "fog", "Bad,_Weather"),
    ]
    assert remarks(path) == [(5, "nothing", "left out")]


def test_noughts_and_ones_are_marks_and_no_scores(write: Write) -> None:
    wide = write("Word,mirth,gloom\nglee,1,0\ntears,1,1\nmurk,0,1\n", "wide.csv")
    long = write("glee\tmirth\t1\nglee\tgloom\t0\nmurk\tmirth\t0\nmurk\tgloom\t1\n", "long.txt")

    assert entries(wide) == [(2, "glee", "mirth"), (3, "tears", "mirth"), (3, "tears", "gloom"), (4, "murk", "gloom")]
    assert entries(long) == [(1, "glee", "mirth"), (4, "murk", "gloom")]


def test_nested_yaml_of_any_depth(write: Write) -> None:
    path = write(
        "---\n# moods\nmirth:\n  loud: [chuckl*, '*giggle', \"ha  ha\"]\n  soft:\n    - smil*\n    - quiet:\n"
        "        deep: {deepest: no}\n  'a b': beam\ngloom:\n  - yes\n  - 1984\n  - off: [on]\nempty:\n"
        "gloom:\n  - murk\n",
        "mood.yml",
    )

    assert entries(path) == [
        (4, "chuckl*", "mirth.loud"),
        (4, "*giggle", "mirth.loud"),
        (4, "ha ha", "mirth.loud"),
        (6, "smil*", "mirth.soft"),
        (8, "no", "mirth.soft.quiet.deep.deepest"),
        (9, "beam", "mirth.a_b"),
        (11, "yes", "gloom"),
        (12, "1984", "gloom"),
        (13, "on", "gloom.off"),
        (16, "murk", "gloom"),
    ]
    assert remarks(path) == [(14, "", "left out"), (15, "", "read otherwise")]


def test_yaml_and_json_of_words_to_numbers(write: Write) -> None:
    assert entries(write("glee: 2.5\nmurk: -3\n", "mood.yaml")) == [(1, "glee", "mood", 2.5), (2, "murk", "mood", -3.0)]
    assert entries(write('{"tone": {"glee": 1, "murk": -1}}', "mood.json")) == [
        (1, "glee", "tone", 1.0),
        (1, "murk", "tone", -1.0),
    ]


def test_a_list_in_yaml_or_json_without_categories(write: Write) -> None:
    assert entries(write("- kill*\n- '*phobia'\n")) == [(1, "kill*", "mood"), (2, "*phobia", "mood")]
    assert entries(write('["kill*", "grim tale"]')) == [(1, "kill*", "mood"), (1, "grim tale", "mood")]


def test_a_star_without_quotes_is_an_error_of_yaml_with_its_line_and_remedy(write: Write) -> None:
    with pytest.raises(UsageError) as caught:
        load_list(write("gloom:\n  - murk\n  - *phobia\n", "mood.yml"))
    assert ":3: this is not valid YAML" in str(caught.value)
    assert "Put quotes around" in str(caught.value)


def test_yaml_that_holds_itself(write: Write) -> None:
    with pytest.raises(UsageError, match="nested without end"):
        load_list(write("gloom: &here\n  - murk\n  - *here\n", "mood.yml"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "a: &a [x, x, x]\n"
            + "".join(
                f"{n}: &{n} [{', '.join(f'*{m}' for _ in range(9))}]\n"
                for m, n in zip("abcdefgh", "bcdefghi", strict=True)
            ),
            "nested without end",
        ),
        ("a:\n  - " + "[" * 5_000, "nested too deeply"),
        ("".join(" " * depth + "k:\n" for depth in range(2_000)), "nested too deeply"),
        ("a:\n  ? [glee, mirth]\n  : 1\n", "the name of a category is not a text"),
    ],
    ids=["aliases of aliases", "brackets", "levels", "a list for a name"],
)
def test_yaml_that_would_unfold_without_end_or_has_no_names(write: Write, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        load_list(write(text, "mood.yml"))


def test_lines_of_a_table_may_be_longer_than_its_header_and_shorter(write: Write) -> None:
    wide = load_list(write("word,score\nglee,1,x\nmurk,-1,y\n", "wide.csv"))
    assert [(entry.term, entry.weight) for entry in wide.entries] == [("glee", 1), ("murk", -1)]
    assert [remark.what for remark in wide.remarks if remark.kind == "not read"] == ["columns: column 3"]
    words = ["glee", "mirth", "grin", "chuckle", "smile", "laugh", "beam", "giggle", "grand", "jolly"]
    uneven = load_list(write("".join(f"{word}\tgood\t1\n" for word in words) + "fog\n", "uneven.tsv"))
    assert [entry.term for entry in uneven.entries] == words
    assert [(remark.line, remark.kind) for remark in uneven.remarks] == [(11, "left out")]


def test_lexicoder_with_blanks_weights_and_categories_inside_categories(write: Write) -> None:
    path = write("+GLOOM\n murk* \n a grey day \n\n+MIRTH\nglee\t1\n++LOUD\nguffaw*\t1\n", "mood.lc3")

    assert entries(path) == [
        (2, "murk*", "GLOOM"),
        (3, "a grey day", "GLOOM"),
        (6, "glee", "MIRTH"),
        (8, "guffaw*", "MIRTH.LOUD"),
    ]
    assert [what for _, _, _, what in load_list(path).remarks] == ["every entry has the number 1, which says nothing"]


def test_the_xml_of_yoshikoder(write: Write) -> None:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<dictionary><cnode name="mood"><cnode name="gloom">\n'
        '<pnode name="murk*"/></cnode></cnode></dictionary>'
    )
    assert entries(write(text, "mood.ykd")) == [(3, "murk*", "mood.gloom")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("term,category\nglee,mirth\n'murk',gloom\n", [(2, "glee", "mirth"), (3, "'murk'", "gloom")]),
        ("mirth;glee\ngloom;murk\ngloom;mist\n", [(1, "glee", "mirth"), (2, "murk", "gloom"), (3, "mist", "gloom")]),
        ("glee,mirth\nmurk,gloom\nmist,sky\n", [(1, "glee", "mirth"), (2, "murk", "gloom"), (3, "mist", "sky")]),
        (
            "n\t0.5\tglee\ta very long text that tells what the word before it means\n"
            "n\t-0.5\tmurk\tanother long text that tells what the word before it means\n",
            [(1, "glee", "n", 0.5), (2, "murk", "n", -0.5)],
        ),
        ("category;word\nmirth;glee\ngloom;murk\n", [(2, "glee", "mirth"), (3, "murk", "gloom")]),
        ("Word\tSentiment\nglee\tpositive\nmurk\tnegative\n", [(2, "glee", "positive"), (3, "murk", "negative")]),
        (
            "word,emotion\nglee,joy|pride\nmurk,gloom\n",
            [(2, "glee", "joy"), (2, "glee", "pride"), (3, "murk", "gloom")],
        ),
        ("word;score\nglee;1,5\nmurk;−2\n", [(2, "glee", "mood", 1.5), (3, "murk", "mood", -2.0)]),
        (
            "glee\t3\nnot good\t-2\nmurk\t-3\n",
            [(1, "glee", "mood", 3.0), (2, "not good", "mood", -2.0), (3, "murk", "mood", -3.0)],
        ),
        (
            "Word,V.Mean,A.Mean,V.SD\nglee,8.1,5,1\nmurk,2,3,2\n",
            [
                (2, "glee", "V.Mean", 8.1),
                (2, "glee", "A.Mean", 5.0),
                (3, "murk", "V.Mean", 2.0),
                (3, "murk", "A.Mean", 3.0),
            ],
        ),
        (
            "glee\t1.9\t0.5\t[1, 2, 3]\nmurk\t-1.5\t0.8\t[-1, -2]\n",
            [(1, "glee", "mood", 1.9), (2, "murk", "mood", -1.5)],
        ),
        (
            'word,category,weight\n"glee, great",mirth,1\nmurk,gloom,1\n',
            [(2, "glee, great", "mirth"), (3, "murk", "gloom")],
        ),
        (
            'word\tcategory\n"\tmarks\n5"\tmarks\nglee\tmirth\n',
            [(2, '"', "marks"), (3, '5"', "marks"), (4, "glee", "mirth")],
        ),
        (
            "word,valence,part of speech\nglee,0.5,noun\nmurk,-0.5,noun\n",
            [(2, "glee", "mood", 0.5), (3, "murk", "mood", -0.5)],
        ),
    ],
)
def test_tables(write: Write, text: str, found: list[tuple[Any, ...]]) -> None:
    assert entries(write(text)) == found


def test_a_score_that_is_none_leaves_its_entry_out(write: Write) -> None:
    lines = [f"word{n},{n}" for n in range(20)]
    path = write("\n".join(["word,score", *lines, "glee,n/a", "murk,inf", "mist,"]) + "\n", "mood.csv")

    assert len(entries(path)) == 20
    assert remarks(path) == [(22, "glee", "left out"), (23, "murk", "left out"), (24, "mist", "left out")]


def test_columns_that_are_not_read_are_named(write: Write) -> None:
    (remark,) = load_list(write("word,valence,SD,note\nglee,2,1,\nmurk,-2,1,rare\n")).remarks
    assert (remark.kind, remark.what) == ("not read", "columns: SD, note")


def test_a_word_a_line(write: Write) -> None:
    path = write("; moods\n# from a book\n\nglee\n grim   tale \nkill*\nhope, at last\n", "List of Moods (1).txt")
    found = load_list(path)

    assert entries(path) == [
        (4, "glee", "list_of_moods_1"),
        (5, "grim tale", "list_of_moods_1"),
        (6, "kill*", "list_of_moods_1"),
        (7, "hope, at last", "list_of_moods_1"),
    ]
    assert (found.name, found.layout, found.apart) == ("list_of_moods_1", "list with one word per line", True)
    assert [(kind, what) for _, _, kind, what in found.remarks] == [
        ("not read", "comments: 2 lines that begin with ; or # and a blank")
    ]


def test_windows_1252_is_read_and_told(write: Write) -> None:
    path = write("naïve*\ncafé\n", encoding="cp1252")
    assert [entry.term for entry in load_list(path).entries] == ["naïve*", "café"]
    assert remarks(path) == [(0, "", "read otherwise")]
    assert [entry.term for entry in load_list(write("naïve*\n", encoding="utf-16")).entries] == ["naïve*"]


def test_a_category_does_not_take_the_name_of_a_feature(write: Write) -> None:
    assert entries(write("word,category\nglee,all\nmurk,mean\nmist,all_\n")) == [
        (2, "glee", "all_"),
        (3, "murk", "mean_"),
        (4, "mist", "all__"),
    ]


def test_a_list_with_our_header_is_refused_where_anything_is_amiss(write: Write) -> None:
    head = "# name: mood\n# version: 1\n# license: mine\n# source: me\n# citation: none\n"
    with pytest.raises(UsageError, match="unknown column 'wieght'"):
        load_list(write(f"{head}term\twieght\nglee\t1\n"))
    with pytest.raises(UsageError, match="lacks version"):
        load_list(write("# name: mood\nterm\nglee\n"))
    with pytest.raises(UsageError, match="lacks name, version"):
        load_list(write("term\tinflect\nglee\tn\n"))


@pytest.mark.parametrize(
    ("raw", "said"), [(b"", "nothing in this"), (b"glee\0murk", "not text"), (b"\x81\x8d", "cannot be read")]
)
def test_what_is_no_list(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "mood.txt"
    path.write_bytes(raw)
    with pytest.raises(UnreadableInput if said != "nothing in this" else UsageError, match=said):
        load_list(path)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                "%",
                "\n",
                "\t",
                ",",
                ";",
                "+",
                "++",
                ": ",
                "- ",
                "1",
                "-2.5",
                "(02 1)3/4",
                "glee",
                "kill*",
                '"',
                "'",
                "*",
                "{",
                "}",
                "[",
                "]",
                "<dictionary>",
                "<?xml",
                "#",
                "&a",
                "*a",
                "term",
                "score",
                "é",
                " ",
                "X",
                "0",
                "\x00",
                "---",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_whatever_a_file_holds_is_a_list_or_an_error_of_the_users(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mood.txt"
    path.write_bytes(text.encode())
    try:
        found = load_list(path)
    except MastheadError:
        return
    assert found.entries
    assert all(entry.term and not set(entry.category) & set(" \t\n") for entry in found.entries)
