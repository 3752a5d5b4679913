"""Writes what the manual takes from the code.

    python docs/make.py

Generated are the parts between ``<!-- made: NAME -->`` and ``<!-- end -->``, and every page in docs/lists. The text
around those parts is edited in the pages themselves; the descriptions of fields, counts and some categories are in
meanings.toml.
"""

from __future__ import annotations

import json
import re
import tomllib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from calibration_figures import calibration_part
from command_line import commands_part, options_file_part
from corrected_figures import corrected_part
from drawing_figures import drawing_part
from list_pages import LISTS, choice_sets_part, list_pages, word_lists_part
from markdown_text import filled, plain, table
from meanings import MEANINGS, complete
from soak_figures import billion_part, recovered_part, soak_part
from speed_figures import scaling_part, speed_part, textstat_part

from masthead import schema
from masthead.evaluation.agreement import DECLARED, RESULTS, figures_of
from masthead.evaluation.suites import SUITES, find_benchmark
from masthead.evaluation.suites.scoring import split_in_words
from masthead.features import Instruments, catalogue, without_choices
from masthead.features.choices import TYPE
from masthead.features.instruments import count_columns
from masthead.numerals import interval, number
from masthead.reports.stated import sentences
from masthead.reports.stated.references import bundled_references, in_words
from masthead.reports.titles import by_family, family_title, metric_title
from masthead.storage import bundled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from masthead.features import Feature

HERE = Path(__file__).parent


def _added(longer: pa.Schema, shorter: pa.Schema) -> pa.Schema:
    """The fields that one schema has beyond another."""
    return pa.schema([field for field in longer if field.name not in shorter.names])


SCHEMAS: dict[str, pa.Schema] = {
    "ARTICLES": schema.ARTICLES,
    "FEATURES": schema.FEATURES_IDENTITY,
    "HITS": schema.HITS,
    "HEALTH": schema.HEALTH,
    "TIDY": schema.TIDY,
    "PROFILES": schema.PROFILES,
    "POOLED": _added(schema.POOLED, schema.PROFILES),
    "CORRECTED_PROFILES": _added(schema.CORRECTED_PROFILES, schema.PROFILES),
    "COMPARISONS": schema.COMPARISONS,
    "RANKS": schema.RANKS,
    "CORRECTED_COMPARISONS": _added(schema.CORRECTED_COMPARISONS, schema.COMPARISONS),
    "POWER": schema.POWER,
    "ALARMS": schema.ALARMS,
    "SENSITIVITY": schema.SENSITIVITY,
    "CHOICES": schema.CHOICES,
    "DUPLICATES": schema.DUPLICATES,
    "EVENTS": schema.EVENTS,
    "EVENT_REASONS": schema.EVENT_REASONS,
    "WORDS": schema.WORDS,
    "CONCORDANCE": schema.CONCORDANCE,
    "USES": schema.USES,
    "COLLOCATES": schema.COLLOCATES,
    "TREND": schema.TREND,
    "CHANGES": schema.CHANGES,
    "SCORES": schema.SCORES,
    "PREDICTIONS": schema.PREDICTIONS,
    "VERDICTS": schema.VERDICTS,
    "AUDIT": schema.AUDIT,
    "CHECKED": schema.CHECKED,
}
ONE_VOICE = "loaded.scare_quote.own"
_PART = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->\n)", re.DOTALL)
_VOICE = re.compile(rf"\.(?:{'|'.join(schema.VOICES)})$")


def pages() -> dict[Path, str]:
    """Each page of the manual with generated parts, as the code would write it now."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.md"))}
    filled_in = {
        path: _PART.sub(lambda part: f"{part[1]}\n{PARTS[part[2]]()}\n{part[3]}", text)
        for path, text in texts.items()
        if _PART.search(text)
    }
    return filled_in | list_pages()


def primary_part() -> str:
    """The primary features, each with a link to its entry."""
    rows = (feature for feature in without_choices(catalogue()) if feature.primary)
    links = ", ".join(f"[{row.title}](#{anchor(row.title)})" for row in rows)
    return filled(f"Primary are: {links}.") + "\n"


def anchor(heading: str) -> str:
    """What a link to a heading ends in."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def features_part() -> str:
    """Every feature that is no share of a wording, by family."""
    parts = []
    for family, features in by_family(without_choices(catalogue())):
        parts += [f"## {family_title(family)}\n", *map(_feature_text, features)]
    return "\n".join(parts)


def _feature_text(feature: Feature) -> str:
    rank = "**primary**" if feature.primary else "exploratory"
    voice = ", voice-aware" if feature.voice_aware else ""
    facts = (
        f"Unit: {plain(feature.unit)}; {feature.pooling}",
        f"Higher means: {plain(feature.higher)}",
        f"Counted: {_counted(feature)}",
        f"Source: {plain(feature.citation)}",
        f"Agreement with people: {_agreement(feature)}",
    )
    lines = "\n".join(filled(fact, bullet=True) for fact in facts)
    return f"### {feature.title}\n\n`{feature.name}`: {rank}{voice}, version {feature.version}\n\n{lines}\n"


def _agreement(feature: Feature) -> str:
    """The measured figures of the instrument behind a feature."""
    rows = figures_of(feature.name)
    if not rows:
        return "not measured" if feature.family != "readability" else "none needed: the formula, as textstat has it"
    figures: dict[str, list[str]] = {}
    for row in rows:
        value, limits = number(row["value"], 3), interval(row["low"], row["high"], 3)
        named = metric_title(row["metric"])
        figures.setdefault(row["task"], []).append(f"{named} {value}" + (f" ({limits})" if limits else ""))
    said = "; ".join(f"`{task}` {', '.join(found)}" for task, found in figures.items())
    return f"{said} ([what was compared, and its limits](validity.md#what-each-task-compares))"


def _counted(feature: Feature) -> str:
    above, below = ([f"`{name}`" for name in names] for names in (feature.numerator, feature.denominator))
    if not below:
        return f"formula of {', '.join(above)}"
    parts = (names[0] if len(names) == 1 else f"({' + '.join(names)})" for names in (above, below))
    scale = f" × {feature.scale:,.0f}" if feature.scale != 1 else ""
    return f"{' / '.join(parts)}{scale}"


def schema_part(name: str) -> str:
    """Fields, types and meanings of one of the schemas."""
    fields = SCHEMAS[name]
    meanings = complete(MEANINGS[name], fields.names, name)
    rows = (
        (f"`{field.name}`", _type(field.type), "yes" if field.nullable else "no", meanings[field.name])
        for field in fields
    )
    return table(("field", "type", "may be null", "meaning"), rows)


def _type(kind: pa.DataType) -> str:
    if not pa.types.is_list(kind):
        return str(kind)
    held = kind.value_type
    if not pa.types.is_struct(held):
        return f"list of {held}"
    return f"list of ({', '.join(f'{field.name} {field.type}' for field in held)})"


def counts_part() -> str:
    """The count columns of FEATURES, the three of a count by voice in one line, and the list of choices."""
    columns = count_columns(Instruments())
    names = dict.fromkeys(name if name == ONE_VOICE else _VOICE.sub(".VOICE", name) for name in columns)
    meanings = complete(MEANINGS["counts"], names, "counts")
    rows = table(("column", "what it counts"), ((f"`{name}`", meanings[name]) for name in names))
    return f"{rows}\nThe column `choices` is a {_type(TYPE)}.\n"


def validity_part() -> str:
    """The figures of whole corpora that ship with masthead."""
    rows = json.loads(bundled(RESULTS).read_bytes())["rows"]
    columns = ("instrument", "corpus, unit", "figure", "ours", "95 % interval", "naive", "people or trained", "n")
    return table(columns, (_figure(row) for row in rows if row["outlet"] is None))


def tasks_part() -> str:
    """What each task compares on which corpus, and what the corpora cannot show."""
    declared = tomllib.loads(bundled(DECLARED).read_text(encoding="utf-8"))
    tasks = ((f"`{task['id']}`", plain(task["about"])) for task in declared["tasks"])
    corpora = (
        (f"`{row['name']}`", plain(row["citation"]), plain(row["license"]), plain(row.get("limits", "")))
        for row in declared["corpora"]
    )
    return f"{table(('task', 'what counts'), tasks)}\n{table(('corpus', 'work', 'license', 'limits'), corpora)}"


def _figure(row: Mapping[str, Any]) -> tuple[str, ...]:
    beside = [f"{row[name]:g}" if row[name] is not None else "" for name in ("naive", "reference")]
    people = f"{beside[1]} ({row['reference_kind']})" if beside[1] else ""
    value, limits = number(row["value"], 3), interval(row["low"], row["high"], 3)
    _, corpus, unit = row["task"].split(".")
    figure = metric_title(row["metric"])
    return (row["instrument"], f"`{corpus}`, {unit}", figure, value, limits, beside[0], people, f"{row['n']:,}")


def suites_part() -> str:
    """Every suite of classifiers with its tasks, the corpus, the split and how many figures of others stand beside."""
    suites = [find_benchmark(name) for name in SUITES]
    rows = [
        (f"`{task.id}`", task.title, split_in_words(task), str(len(task.published)))
        for suite in suites
        for task in suite.tasks
    ]
    return table(("task", "what", "split", "published figures"), rows)


def sentences_part() -> str:
    """What is said of how a result was made, sentence by sentence, with the works it rests on."""
    works = bundled_references()
    return "".join(f"{filled(plain(in_words(text, works)), bullet=True)}\n" for text in sentences().values())


def references_part() -> str:
    """The works behind the methods."""
    return "".join(f"{filled(work.text, bullet=True)}\n" for work in bundled_references().values())


PARTS: dict[str, Callable[[], str]] = {
    "commands": commands_part,
    "options_file": options_file_part,
    "primary": primary_part,
    "features": features_part,
    "word_lists": word_lists_part,
    "choice_sets": choice_sets_part,
    "counts": counts_part,
    "validity": validity_part,
    "tasks": tasks_part,
    "suites": suites_part,
    "speed": speed_part,
    "drawing": drawing_part,
    "scaling": scaling_part,
    "soak": soak_part,
    "recovered": recovered_part,
    "billion": billion_part,
    "textstat": textstat_part,
    "corrected": corrected_part,
    "calibration": calibration_part,
    "sentences": sentences_part,
    "references": references_part,
    **{name: partial(schema_part, name) for name in SCHEMAS},
}


def main() -> None:
    """Write the pages that differ, and remove the page of a list that is gone."""
    made = pages()
    for path in set(LISTS.glob("*.md")) - set(made):
        path.unlink()
        print(f"removed: docs/{path.relative_to(HERE)}")
    LISTS.mkdir(exist_ok=True)
    for path, text in made.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"written: docs/{path.relative_to(HERE)}")


if __name__ == "__main__":
    main()
