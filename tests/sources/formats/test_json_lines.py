import pytest

from masthead.sources import ReadOptions
from masthead.sources.formats.json_lines import parse_json, read_json, read_json_lines
from masthead.sources.rows import Log


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


@pytest.mark.parametrize("section", ["[" * 400 + "]" * 400, '["\\ud800"]'], ids=["nested", "surrogate"])
def test_a_value_with_no_json_text_rejects_its_row_alone(section):
    text = f'{{"outlet": "A", "text": "one", "section": {section}}}\n{{"outlet": "A", "text": "two"}}'
    found, rejects = rows(read_json_lines, text)
    assert found == [("in.jsonl:2", "A", "two")]
    assert [(reject.reason, reject.origin) for reject in rejects] == [("wrong type", "in.jsonl:1")]
