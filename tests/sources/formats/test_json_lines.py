import json

import pytest

from masthead.sources import ReadOptions
from masthead.sources.formats.json_lines import parse_json, read_json, read_json_lines, read_records
from masthead.sources.rows import Log, Unusable


def rows(reader, text):
    log = Log()
    found = list(reader(text, "in.jsonl", None, ReadOptions(), log))
    return [(row.origin, row.values["outlet"], row.values["text"]) for row in found], log.rejects


def test_a_bad_line_is_rejected_with_its_number():
    found, rejects = rows(
        read_json_lines, '{"outlet":"A","text":"one"}\n\n{"outlet":\n[1]\n{"outlet":"B","text":"two"}'
    )
    assert found == [("in.jsonl:1", "A", "one"), ("in.jsonl:5", "B", "two")]
    assert [(reject.reason, reject.origin) for reject in rejects] == [
        ("bad JSON", "in.jsonl:3"),
        ("not an object", "in.jsonl:4"),
    ]


def test_columns_are_the_keys_of_all_objects():
    found, _ = rows(read_json_lines, '{"source":"A","n":1}\n{"source":"B","body":"two"}')
    assert found == [("in.jsonl:1", "A", ""), ("in.jsonl:2", "B", "two")]


def test_a_text_that_is_no_string_is_rejected():
    _, rejects = rows(read_json_lines, '{"outlet":"A","text":["one"]}')
    assert rejects == [("wrong type", "in.jsonl:1", "'text' is a list, not a text")]


@pytest.mark.parametrize(
    "text",
    [
        '[{"outlet":"A","text":"one"}]',
        '{"rows":[{"outlet":"A","text":"one"}],"manifest":{}}',
        '{"outlet":"A","text":"one"}',
    ],
)
def test_one_document_may_hold_the_articles(text):
    assert rows(read_json, text) == ([("in.jsonl:item 1", "A", "one")], [])


def test_json_lines_under_the_name_json():
    found, _ = rows(read_json, '{"outlet":"A","text":"one"}\n{"outlet":"B","text":"two"}\n')
    assert [origin for origin, _, _ in found] == ["in.jsonl:1", "in.jsonl:2"]


def test_lone_surrogates_and_control_characters_do_not_stop_the_parser():
    assert parse_json('{"a":"x\\ud800y"}') == {"a": "x\ud800y"}
    assert parse_json('{"a":"x\x00y"}') == {"a": "x y"}


def test_deep_nesting_is_bad_json():
    with pytest.raises(ValueError):
        parse_json("[" * 100_000)


@pytest.mark.parametrize("section", ["[" * 400 + "]" * 400, '[["\\ud800"]]'], ids=["nested", "surrogate"])
def test_a_value_with_no_json_text_rejects_its_row_alone(section):
    text = f'{{"outlet": "A", "text": "one", "section": {section}}}\n{{"outlet": "A", "text": "two"}}'
    found, rejects = rows(read_json_lines, text)
    assert found == [("in.jsonl:2", "A", "two")]
    assert [(reject.reason, reject.origin) for reject in rejects] == [("wrong type", "in.jsonl:1")]


def test_what_an_object_holds_are_columns_with_dotted_names():
    text = '{"status":"ok","articles":[{"source":{"id":null,"name":"A"},"content":"one"},{"source":{"name":"B"},"content":"two"}]}'
    assert rows(read_json, text)[0] == [("in.jsonl:item 1", "A", "one"), ("in.jsonl:item 2", "B", "two")]


def test_a_dotted_name_can_be_told():
    options = ReadOptions(columns={"outlet": "site.label", "text": "page.parts.body"})
    record = '{"site":{"label":"A"},"page":{"parts":{"body":"one"}}}'
    (row,) = read_json_lines(record, "in.jsonl", None, options, Log())
    assert (row.values["outlet"], row.values["text"]) == ("A", "one")
    assert (row.values["site"], row.values["page"]) == ('{"label":"A"}', '{"parts":{"body":"one"}}')


def test_a_reject_of_an_object_names_what_can_be_taken_of_it():
    _, rejects = rows(read_json_lines, '{"outlet":"A","text":"one"}\n{"outlet":{"slug":"b"},"text":"two"}')
    assert rejects == [
        ("wrong type", "in.jsonl:2", "'outlet' is a dict, not a text; --outlet-col outlet.slug takes what is in it")
    ]


@pytest.mark.parametrize(
    ("authors", "said"),
    [
        (["Ada Roth", "Mara Quill"], "Ada Roth, Mara Quill"),
        ([{"name": "Ada Roth"}, {"name": "Mara Quill"}], "Ada Roth, Mara Quill"),
        ([], None),
        ([["Ada Roth"]], '[["Ada Roth"]]'),
    ],
)
def test_lists_of_names_have_commas_between(authors, said):
    record = json.dumps({"outlet": "A", "text": "one", "authors": authors})
    (row,) = read_json_lines(record, "in.jsonl", None, ReadOptions(), Log())
    assert (row.values["author"] or None) == said


def test_the_content_of_a_feed_entry_is_its_first_part():
    record = '{"outlet":"A","content":[{"type":"text/html","value":"one"},{"type":"text/plain","value":"uno"}]}'
    assert rows(read_json_lines, record)[0] == [("in.jsonl:1", "A", "one")]


def test_a_document_with_a_text_is_an_article_whatever_lists_it_has():
    record = '{"outlet":"A","text":"one","items":[{"outlet":"B","text":"two"}]}'
    assert rows(read_json, record)[0] == [("in.jsonl:item 1", "A", "one")]


@pytest.mark.parametrize("around", ["response", "data"])
def test_the_list_may_lie_a_level_deeper(around):
    text = f'{{"{around}":{{"total":1,"results":[{{"outlet":"A","text":"one"}}]}}}}'
    assert rows(read_json, text)[0] == [("in.jsonl:item 1", "A", "one")]


def test_a_document_under_the_name_of_json_lines():
    text = '[\n {"outlet": "A",\n  "text": "one"}\n]\n'
    assert rows(read_json_lines, text)[0] == [("in.jsonl:item 1", "A", "one")]


def test_a_damaged_document_is_one_reject():
    with pytest.raises(Unusable) as caught:
        rows(read_json, '{\n "outlet": "A",\n "text": "one",\n')
    assert caught.value.reason == "bad JSON"


def test_a_lone_surrogate_in_a_name_is_replaced():
    line = r'{"outlet":"A","text":"one","\ud800":"x","label_\udc00":"left","more":{"\ud800":["x"]}}'
    [row] = read_json_lines(line, "in.jsonl", None, ReadOptions(), Log())
    assert row.values == {
        "outlet": "A",
        "text": "one",
        "label_\ufffd": "left",
        "\ufffd": "x",
        "more": '{"\ufffd":["x"]}',
    } | {name: None for name in row.values if name not in {"outlet", "text", "label_\ufffd", "\ufffd", "more"}}


def test_names_of_objects_at_hand_are_texts():
    [row] = read_records(
        [{"outlet": "A", "text": "one", 1: "x", "in": {"\ud800": "y"}}], "list", None, ReadOptions(), Log()
    )
    assert (row.values["1"], row.values["in"]) == ("x", '{"\ufffd":"y"}')
