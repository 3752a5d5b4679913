"""Source, cue and content in every layout the reader knows, and the words that only look like cues."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from masthead.schema import VOICES
from modes import articles_of

if TYPE_CHECKING:
    from masthead.features import Counter
    from modes import CounterInMode


class Relation(NamedTuple):
    source: str | None
    cue: str | None
    contents: tuple[str, ...]


def relations(counter: Counter, text: str) -> list[Relation]:
    reading = counter.read(text)

    def words(span: tuple[int, int] | None) -> str | None:
        return None if span is None else reading.words(span)

    return [
        Relation(
            words(relation.speaker.span) if relation.speaker else None,
            words(relation.cue),
            tuple(map(reading.words, relation.contents)),
        )
        for relation in reading.relations
    ]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The minister said the town had fallen.", "The minister", "said", "the town had fallen"),
        ("The minister denied on Monday that it fell.", "The minister", "denied", "that it fell"),
        ("Court documents said the town fell.", "Court documents", "said", "the town fell"),
        ("The film documents how the town fell.", "The film", "documents", "how the town fell"),
        ("Petra Voss's claim on Monday that the town fell", "Petra Voss", "claim", "that the town fell"),
        ("According to the report, the school needs a roof.", "the report", "According to", "the school needs a roof"),
        ("According to Holt, the mayor, it fell.", "Holt, the mayor", "According to", "it fell"),
        ("“It fell!” José Nuñez shouted.", "José Nuñez", "shouted", "It fell"),
        ("``It fell!'' Émile Voss shouted.", "Émile Voss", "shouted", "It fell"),
        ("“It fell!” Jose\u0301 Voss shouted.", "Jose\u0301 Voss", "shouted", "It fell"),
        ("The minister said that the town had fallen.", "The minister", "said", "that the town had fallen"),
        ("The town had fallen, the minister said.", "the minister", "said", "The town had fallen"),
        ("The town had fallen, the minister said on Monday.", "the minister", "said", "The town had fallen"),
        ("“The town has fallen,” Petra Voss said.", "Petra Voss", "said", "The town has fallen"),
        ("“The town has fallen,” said Petra Voss.", "Petra Voss", "said", "The town has fallen"),
        ("“It fell,” said Petra Voss, a general.", "Petra Voss, a general", "said", "It fell"),
        (
            "“It fell,” Talal Sello, another spokesman, said.",
            "Talal Sello, another spokesman",
            "said",
            "It fell",
        ),
        (
            "“It fell,” Talal Sello, another spokesman said.",
            "Talal Sello, another spokesman",
            "said",
            "It fell",
        ),
        (
            "Petra Voss, the general, said the town had fallen.",
            "Petra Voss, the general",
            "said",
            "the town had fallen",
        ),
        ("According to Open Roads, 61 civilians died.", "Open Roads", "According to", "61 civilians died"),
        (
            "Some 61 civilians died, according to Open Roads.",
            "Open Roads",
            "according to",
            "Some 61 civilians died",
        ),
        ("The mayor told reporters the ferry had sunk.", "The mayor", "told", "the ferry had sunk"),
        ("Hale told parliament that the ferry had sunk.", "Hale", "told", "that the ferry had sunk"),
        ("Ines Farrow called the levy “a fig leaf”.", "Ines Farrow", "called", "the levy “a fig leaf"),
        ("Moll accused the government of theft.", "Moll", "accused", "the government of theft"),
        ("Officials warned that the dam may burst.", "Officials", "warned", "that the dam may burst"),
        ("A report found that flows would fall.", "A report", "found", "that flows would fall"),
        (
            "Castellan’s claim that votes were lost spread fast.",
            "Castellan’s",
            "claim",
            "that votes were lost spread fast",
        ),
        ("Residents say they fear the army.", "Residents", "say", "they fear the army"),
        ("On Tuesday the army said it had won.", "the army", "said", "it had won"),
        ("A man who saw the blast said it was loud.", "A man who saw the blast", "said", "it was loud"),
        ("A witness who asked not to be named said it fell.", "A witness who asked not to be named", "said", "it fell"),
    ],
)
def test_one_relation(counter: Counter, text: str, source: str, cue: str, content: str) -> None:
    assert relations(counter, text)[0] == Relation(source.removesuffix("’s"), cue, (content,))


@pytest.mark.parametrize(
    "text",
    [
        "The claims of the rebels were false.",
        "The United States signed the accord.",
        "The report was published on Monday.",
        "A state of emergency began.",
        "The war continued for years.",
        "It rained all day.",
        "To say more would be wrong.",
    ],
)
def test_no_relation(counter: Counter, text: str) -> None:
    assert relations(counter, text) == []


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        # participles
        ("The dam leaked, Holt said, adding that it was old.", None, "adding", "that it was old"),
        ("Asked whether he would go, Orr left.", None, "Asked", "whether he would go"),
        ("Orr left after accusing Holt of theft.", "Orr", "accusing", "Holt of theft"),
        ("Described as a hero, Orr left.", None, "Described as", "a hero"),
        # passives, with and without the one who acts
        ("Orr was accused of theft.", None, "was accused", "of theft"),
        ("Orr was criticised by unions for the delay.", "unions", "was criticised", "for the delay"),
        ("The bridge is said by engineers to be safe.", "engineers", "is said", "to be safe"),
        # infinitives
        ("Orr used the rally to denounce the plan.", None, "to denounce", "the plan"),
        # nouns and adjectives
        ("Holt’s claim that the dam leaked was false.", "Holt", "claim", "that the dam leaked"),
        ("There are fears that the dam leaks.", None, "fears", "that the dam leaks"),
        ("There is support for the plan.", None, "support for", "the plan"),
        ("Petra Holt is confident that it will open.", "Petra Holt", "is confident", "that it will open"),
        ("The minister, wary of protests, left.", "The minister", "wary of", "protests"),
        ("Critics are worried about its cost.", "Critics", "are worried about", "its cost"),
        # labels
        ("Holt called Orr a liar.", "Holt", "called", "Orr a liar"),
        ("Holt called it “harmful”.", "Holt", "called", "it “harmful"),
        # what ends a content
        ("As he prepared to announce his bid, Orr met allies.", None, "to announce", "his bid"),
        ("Holt said Orr had left, a day after the dam broke.", "Holt", "said", "Orr had left"),
        ("Holt said Orr had left town, who had ruled it.", "Holt", "said", "Orr had left town"),
        ("If he says he is innocent, Orr will go.", "he", "says", "he is innocent"),
    ],
)
def test_forms_of_a_cue(counter: Counter, text: str, source: str | None, cue: str, content: str) -> None:
    assert Relation(source, cue, (content,)) in relations(counter, text)


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Holt has repeatedly said it leaks.", "Holt", "has repeatedly said", "it leaks"),
        ("Orr did not say whether it leaks.", "Orr", "did not say", "whether it leaks"),
        ("Holt has referred to the leak.", "Holt", "has referred to", "the leak"),
        ("Orr vowed to press on.", "Orr", "vowed", "to press on"),
        (
            "“It fell,” said Ada Roth, a painter who left Harrow.",
            "Ada Roth, a painter who left Harrow",
            "said",
            "It fell",
        ),
        ("“It fell,” said Ada Roth, citing a map.", "Ada Roth", "said", "It fell"),
        (
            "“It fell,” Ada Roth, the mayor of Harrow and a doctor, told Quill.",
            "Ada Roth, the mayor of Harrow and a doctor",
            "told",
            "It fell",
        ),
        ("Ada Roth, 60, a doctor, said it fell.", "Ada Roth, 60, a doctor", "said", "it fell"),
        ("Ada Roth, speaking in Harrow, said it fell.", "Ada Roth", "said", "it fell"),
        ("On Monday, the mayor, a doctor, said it fell.", "the mayor, a doctor", "said", "it fell"),
        ("Ada Roth, who said it fell, left.", "who", "said", "it fell"),
        ("Roth said it fell but added that it was old.", "Roth", "said", "it fell"),
        ("Roth praised the plan, saying it was good.", "Roth", "praised", "the plan"),
        ("Roth asked the mayor of Harrow whether it fell.", "Roth", "asked", "whether it fell"),
        ("In Harrow, Roth took the stage, saying that it fell.", "Roth", "saying", "that it fell"),
        ("Opposition to the plan has grown.", None, "Opposition to", "the plan"),
    ],
)
def test_where_source_cue_and_content_begin_and_end(
    counter: Counter, text: str, source: str | None, cue: str, content: str
) -> None:
    assert Relation(source, cue, (content,)) in relations(counter, text)


def test_a_quotation_that_goes_on_is_in_the_group_of_the_first(counter: CounterInMode) -> None:
    text = "“It fell. It was old,” Roth said. “We knew it would.”\n\nOrr left.\n\n“Nobody was hurt there,” he added."
    hits = counter.measure(articles_of([text])).hits.to_pylist()
    quotes = [hit["group"] for hit in hits if hit["category"] == "quote"]
    assert quotes == [0, 0, quotes[2]]
    assert quotes[2] > 0


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("In the end, Holt said, most had left.", ("In the end", "most had left")),
        ("In some cases, according to Holt, the dam leaked.", ("In some cases", "the dam leaked")),
        ("As Holt noted, the dam was old.", ("the dam was old",)),
    ],
)
def test_source_and_cue_interrupt_what_they_report(counter: Counter, text: str, contents: tuple[str, ...]) -> None:
    assert [relation.contents for relation in relations(counter, text)] == [contents]


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("Holt said that Orr wanted to leave.", ["said"]),  # attribution has one level
        ("Orr refused to say why.", ["refused"]),
        ("Voters in three battleground states like Ohio left.", []),
        ("Media reports of a leak were wrong.", []),
        ("Holt called her sister on the phone.", []),
        ("Alleged members of the gang left.", []),
        ("The store was opened by Smith.", []),
        ("To say more would be wrong.", []),
        ("After he said that, Orr left.", []),
    ],
)
def test_what_is_no_cue_of_its_own(counter: Counter, text: str, cues: list[str]) -> None:
    assert [relation.cue for relation in relations(counter, text)] == cues


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Holt praised the brutal army.", "brutal"),
        ("Unions backed the disastrous plan.", "disastrous"),
        ("Orr wants a glorious future.", "glorious"),
        ("Holt accused the brutal regime of theft.", "brutal"),
    ],
)
def test_the_object_of_a_cue_is_in_the_words_of_the_outlet(counter: Counter, text: str, own: str) -> None:
    assert _voice(counter, text, own) == "own"


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("Holt accused the regime of brutal theft.", "brutal"),
        ("Holt called Orr a brutal liar.", "brutal"),
        ("Holt said the brutal army left.", "brutal"),
        ("Holt warned of a disastrous flood.", "disastrous"),
    ],
)
def test_what_is_said_of_it_is_in_the_words_of_the_source(counter: Counter, text: str, reported: str) -> None:
    assert _voice(counter, text, reported) == "attributed"


def _voice(counter: Counter, text: str, word: str) -> str:
    reading = counter.read(text)
    return VOICES[reading.voices[reading.forms.index(word)]]


def test_a_transcript_is_read_by_its_speakers_labels(counter: Counter) -> None:
    text = "They spoke on Monday.\n\nHOLT: The dam is safe. I said so.\n\nORR: Why?\n\nThe minister left."
    assert relations(counter, text) == [
        Relation("HOLT", None, ("The dam is safe. I said so",)),
        Relation("ORR", None, ("Why",)),
    ]


def test_one_label_alone_makes_no_transcript(counter: Counter) -> None:
    assert relations(counter, "LONDON: The dam is safe.\n\nThe minister left.") == []


def test_no_cue_is_read_inside_a_quotation(counter: Counter) -> None:
    assert [relation.cue for relation in relations(counter, "“He said we won,” Voss said.")] == ["said"]


def test_a_second_clause_keeps_the_speaker_of_the_first(counter: Counter) -> None:
    first, second = relations(counter, "Dillon said four men had surrendered and stressed that they were held.")
    assert first.source == "Dillon"
    assert second == Relation(None, "stressed", ("that they were held",))
    reading = counter.read("Dillon said four men had surrendered and stressed that they were held.")
    assert [relation.speaker.name for relation in reading.relations if relation.speaker] == ["Dillon"] * 2


def names_and_kinds(counter: Counter, text: str) -> list[tuple[str | None, str]]:
    found = counter.read(text).relations
    return [(relation.speaker.name, relation.speaker.kind) for relation in found if relation.speaker]


def test_a_pronoun_is_whoever_spoke_last(counter: Counter) -> None:
    text = "Brett McGurk, the White House’s envoy, said IS had lost. He described it as “a lost cause”."
    assert names_and_kinds(counter, text) == [("Brett McGurk", "named state")] * 2


def test_a_surname_is_the_full_name_given_before(counter: Counter) -> None:
    assert names_and_kinds(counter, "Colonel Ryan Dillon arrived. Dillon said four had died.") == [
        ("Ryan Dillon", "named state")
    ]


def test_two_people_of_one_surname_are_told_apart(counter: Counter) -> None:
    text = "Barack Obama spoke. Obama said no. Michelle Obama spoke. Obama said yes. Barack Obama said so."
    assert [name for name, _ in names_and_kinds(counter, text)] == ["Barack Obama", "Michelle Obama", "Barack Obama"]


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Colonel Ryan Dillon", "Ryan Dillon"),
        ("Brett McGurk, the White House’s envoy,", "Brett McGurk"),
        ("The Ministry of Defence", "Ministry of Defence"),
        ("The Interior Ministry", "Interior Ministry"),
        ("Foreign Minister Ida Holt", "Ida Holt"),
        ("A police officer, Jane Hall,", "Jane Hall"),
        ("The Kremlin’s critics", "critics"),
        ("The Bank of the North", "Bank of the North"),
        ("Ruth Amsel of the central bank", "Ruth Amsel"),
        ("The Kurdish security services", "kurdish security services"),
        ("The US-led coalition", "us led coalition"),
        ("Residents", "residents"),
    ],
)
def test_the_name_of_a_source(counter: Counter, phrase: str, name: str) -> None:
    assert [found for found, _ in names_and_kinds(counter, f"{phrase} said it was late.")] == [name]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Joy Adeyemi said it was late.", "named"),
        ("The interior ministry said it was late.", "state"),
        ("Interior minister Viktor Hale said it was late.", "named state"),
        ("The Ministry of Defence said it was late.", "named state"),
        ("A senior official said it was late.", "state anonymous"),
        ("A ministry spokesman said it was late.", "state"),
        ("The warden said it was late.", "state"),
        ("A source at the police command said it was late.", "state anonymous"),
        ("An unnamed military source said it was late. The source added that it rained.", "state anonymous"),
        ("The rebel coalition’s press office said it was late.", "party"),
        ("A senior aide to the opposition leader said it was late.", "party anonymous"),
        ("The government said it was late.", "state"),
        ("The German government said it was late.", "named state"),
        ("Sen. Ada Roth (D-Ohio) said it was late.", "named state"),
        ("Republican strategist Ada Roth said it was late.", "named party"),
        ("A spokesman for Quill Motors said it was late.", "named organisation"),
        ("Company officials said it was late.", "organisation anonymous"),
        ("Ada Roth, a professor of law at Mill University, said it was late.", "named expert"),
        ("Analysts said it was late.", "expert anonymous"),
        ("The Harrow Post said it was late.", "named media"),
        ("A report said it was late.", "document"),
        ("Sources said it was late.", "anonymous"),
        ("Two officials, who asked not to be named, said it was late.", "state anonymous"),
        ("Residents said it was late.", "citizen anonymous"),
        ("The driver said it was late.", "citizen"),
        ("Critics said it was late.", "collective"),
        ("The tollkeeper said it was late.", "other"),
    ],
)
def test_kinds_of_sources(counter: Counter, text: str, kind: str) -> None:
    assert {found for _, found in names_and_kinds(counter, text)} == {kind}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ada Roth, the mayor of Velk, arrived. It rained. Roth said it was late.", "named state"),
        ("Roth said it was late. Professor Ada Roth wrote a book on it.", "named expert"),
        ("Jane Roth, 34, a teacher, slept. She said it was late.", "named citizen"),
        ("Ada Roth of the Velk police arrived. Roth said it was late.", "named state"),
    ],
)
def test_a_person_is_what_the_text_says_of_them_anywhere(counter: Counter, text: str, kind: str) -> None:
    assert [found for _, found in names_and_kinds(counter, text)] == [kind]


def test_a_quotation_without_a_cue_carries_on_the_last_speaker(counter: Counter) -> None:
    text = "“It fell at dawn,” Voss said. “We lost nobody at all in it.”"
    assert names_and_kinds(counter, text) == [("Voss", "named")] * 2
    assert relations(counter, text)[1] == Relation(None, None, ("We lost nobody at all in it",))


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The army reportedly left.", "reportedly"),
        ("Up to 400 fighters had been believed to remain.", "believed"),
        ("It is believed that they left.", "It is believed"),
        ("They are said to have left.", "said"),
    ],
)
def test_claims_of_nobody(counter: Counter, text: str, cue: str) -> None:
    reading = counter.read(text)
    assert [reading.words(claim.cue) for claim in reading.unsourced] == [cue]
    assert [relation for relation in reading.relations if relation.speaker or relation.cue] == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The army sent its commander Petra Voss to Orvane. Voss said it had fallen.", ["Petra Voss"]),
        ("On Monday the new envoy, Ada Klement, came. Mr Klement said it had fallen.", ["Ada Klement"]),
        ("Eric Paddock said it was bad. Stephen Paddock said nothing was.", ["Eric Paddock", "Stephen Paddock"]),
        ("The Ministry of Energy was shut. Halden Energy said it was.", ["Halden Energy"]),
        ("The Syria-Turkey border was shut. Turkey said it was.", ["Turkey"]),
    ],
)
def test_a_surname_resolves_to_the_full_name_wherever_in_a_sentence_that_stands(
    counter: Counter, text: str, names: list[str]
) -> None:
    found = [relation.speaker for relation in counter.read(text).relations]
    assert [speaker.name for speaker in found if speaker] == names


@pytest.mark.parametrize("space", ["\u00a0", "\n", "  ", "\u2009"])
def test_a_name_is_the_same_whatever_white_space_is_in_it(counter: Counter, space: str) -> None:
    reading = counter.read(f"Jane{space}Hall said it was new. The road is shut. Jane Hall said so too.")
    assert [relation.speaker.name for relation in reading.relations if relation.speaker] == ["Jane Hall", "Jane Hall"]


@pytest.mark.parametrize(
    ("headline", "kind", "words"),
    [
        ("Mayor Quill: Deal vile", "named state", "Deal vile"),
        ("Jane Hall: Deal is vile", "named", "Deal is vile"),
        ("Police: Two dead in Velk", "state", "Two dead in Velk"),
        ("Residents: Dam is unsafe", "citizen anonymous", "Dam is unsafe"),
    ],
)
def test_what_follows_a_speaker_and_a_colon_in_a_headline_is_hers(
    counter: Counter, headline: str, kind: str, words: str
) -> None:
    reading = counter.read(headline, headline=True)
    (relation,) = reading.relations
    assert relation.speaker is not None
    assert (relation.speaker.kind, reading.words(relation.contents[0])) == (kind, words)
    assert not counter.read(headline).relations


@pytest.mark.parametrize(
    "headline", ["Velk: Dam fails", "Ferry strike: What we know", "“Liberated”: army enters", "Live: the vote", ": no"]
)
def test_a_place_or_a_topic_before_a_colon_says_nothing(counter: Counter, headline: str) -> None:
    assert not counter.read(headline, headline=True).relations
