"""The bundled choice sets: what every set must satisfy, and sentences whose wordings are known."""

import re
from pathlib import Path

import pytest

import masthead.lexicons
from masthead.lexicons import bundled_choices, load_choices
from masthead.lexicons.entries import SHAPES
from masthead.text.tokens import cut_terms
from modes import hits_of

FILES = sorted((Path(masthead.lexicons.__file__).parent / "choices").glob("*.toml"))
SETS = bundled_choices()
SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

by_set = pytest.mark.parametrize("choice", SETS, ids=lambda choice: choice.concept)


def test_there_are_at_least_eighty_concepts():
    assert len(SETS) >= 80


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_loads(path):
    assert all(choice.topic == path.stem for choice in load_choices(path))


@by_set
def test_a_concept_has_rival_wordings_a_title_a_slot_and_a_version(choice):
    declared = choice.declaration
    assert len(choice.wordings) >= 2
    assert all(wording.terms for wording in declared.wordings.values())
    assert declared.title
    assert declared.slot
    assert declared.version.isdigit()


@by_set
def test_names_are_snake_case(choice):
    names = (choice.concept, *choice.wordings, *choice.declaration.referents)
    assert [name for name in names if not SNAKE_CASE.fullmatch(name)] == []


@by_set
def test_no_term_belongs_to_two_wordings(choice):
    wordings = {}
    for entry in choice.entries:
        for form in entry.forms:
            wordings.setdefault(cut_terms([form])[0].words, set()).add(entry.canonical)
    assert {" ".join(form): owners for form, owners in wordings.items() if len(owners) > 1} == {}


@by_set
def test_no_anchor_belongs_to_two_referents(choice):
    referents = {}
    for entry in choice.referent_entries:
        for form in entry.forms:
            referents.setdefault(cut_terms([form])[0].words, set()).add(entry.canonical)
    assert {" ".join(form): owners for form, owners in referents.items() if len(owners) > 1} == {}


@by_set
def test_every_term_survives_the_tokenizer(choice):
    assert [form for entry in choice.entries for form in entry.forms if not cut_terms([form])[0].words] == []


@by_set
def test_every_context_word_is_one_token_so_that_it_can_match(choice):
    values = {value for entry in choice.entries for condition in entry.conditions for value in condition.values}
    assert sorted(value for value in values if value not in SHAPES and cut_terms([value])[0].words != (value,)) == []


@by_set
def test_a_side_is_ours_or_has_a_dated_source(choice):
    for wording in choice.declaration.wordings.values():
        if wording.side_source != "ours":
            assert wording.side
            assert re.search(r"\b(19|20)\d\d\b", wording.side_source)


@pytest.mark.parametrize(
    ("concept", "sentence", "wordings"),
    [
        (
            "taking_a_place",
            "Deir Ez Zor and Raqqa liberated by Syrian Arab Army and Syrian Democratic Forces",
            "liberated",
        ),
        ("taking_a_place", "Two days ago the city of Raqqa was liberated from the Islamic State.", "liberated"),
        ("taking_a_place", "Orvane liberated in concluding phase of stabilisation operation", "liberated"),
        ("taking_a_place", "The Palestine Liberation Organization and the People's Liberation Army met.", ""),
        ("taking_a_place", "The women's liberation movement of the seventies changed the law.", ""),
        ("taking_a_place", "She liberated herself from her debts.", ""),
        (
            "taking_a_place",
            "Troops retook the airport after the rebels had recaptured the hill.",
            "recaptured recaptured",
        ),
        ("taking_a_place", "Republicans hope to retake the Senate.", ""),
        ("taking_a_place", "Government forces captured the town of Orvane on Tuesday.", "captured"),
        ("taking_a_place", "The fire was captured on video in the city centre.", ""),
        ("taking_a_place", "Police captured the suspect in a village near Lyon.", ""),
        ("taking_a_place", "Militants seized the city of Mosul in June.", "seized"),
        ("taking_a_place", "Customs officers in the port city seized 300 kilograms of cocaine.", ""),
        ("taking_a_place", "The court seized the assets of the company in three provinces.", ""),
        ("taking_a_place", "Rebels took control of the district.", "took_control"),
        ("taking_a_place", "The investor took control of the board.", ""),
        ("taking_a_place", "He took a taxi to the town.", ""),
        ("taking_a_place", "The town fell to the rebels in March.", "fell"),
        ("taking_a_place", "Aleppo has fallen to government forces.", "fell"),
        ("taking_a_place", "Unemployment fell to 5 percent.", ""),
        ("taking_a_place", "The soldier fell to his knees before the army chaplain.", ""),
        ("taking_a_place", "The terrorists, who had occupied the town for fourteen months, fled.", "occupied"),
        ("taking_a_place", "Students occupied a building on the outskirts of the city.", ""),
        ("taking_a_place", "The jihadists overran the base.", "conquered"),
        ("armed_group", "Jihadists and other militants fought the rebels.", "jihadist militant rebel"),
        ("armed_group", "The terrorist attack killed nine.", ""),
        ("armed_group", "Anti-terrorist laws were passed.", ""),
        ("armed_group", "The terrorist group Hamas released a video.", "terrorist"),
        ("armed_group", "Tory rebels voted against the bill.", ""),
        ("armed_group", "Two fighter jets took off.", ""),
        (
            "armed_group",
            "Fighters of the armed group withdrew; the insurgents denied it.",
            "fighter armed_group insurgent",
        ),
        ("armed_group", "Firefighters and fire fighters came.", ""),
        ("armed_group", "A gunman opened fire at a school.", ""),
        ("armed_group", "Masked gunmen held the checkpoint.", "gunman"),
        ("armed_group", "Right-wing extremists marched.", ""),
        ("armed_group", "The freedom fighters entered the valley.", "freedom_fighter"),
        ("ruling_power", "The Assad regime denied it, the Syrian government said.", "regime government"),
        ("ruling_power", "Washington wants regime change.", ""),
        ("ruling_power", "A new exercise regime and a tax regime were presented.", ""),
        ("ruling_power", "The authorities in Minsk arrested him.", "authorities"),
        ("ruling_power", "Health authorities and the local government met.", ""),
        ("ruling_power", "The government shutdown cost billions.", ""),
        ("ruler_label", "Talks with Syrian dictator Bashar al-Assad failed.", "dictator"),
        (
            "ruler_label",
            "On Monday the Russian president, Vladimir Putin, met the Chinese leader Xi Jinping for the third time.",
            "president leader",
        ),
        ("ruler_label", "A dictator must be feared.", ""),
        ("migrants", "Illegal aliens and illegal immigrants crossed.", "illegal_alien illegal_immigrant"),
        (
            "migrants",
            "Undocumented immigrants, asylum seekers and refugees wait.",
            "undocumented asylum_seeker refugee",
        ),
        ("migrants", "An irregular migrant is a migrant.", "irregular migrant"),
        ("migrants", "Migratory birds and migrant workers arrive.", ""),
        ("migrants", "The film shows aliens from space.", ""),
        ("protest", "Protesters and demonstrators gathered; rioters broke windows.", "protest demonstration riot"),
        ("protest", "Riot police stood by.", ""),
        ("protest", "He gave a demonstration of the device.", ""),
        ("protest", "A riot broke out near the square.", "riot"),
        (
            "protest_policing",
            "The crackdown on protesters went on as police restored order at the march.",
            "crackdown restoring_order",
        ),
        ("protest_policing", "A crackdown on drugs was announced.", ""),
        (
            "estate_tax",
            "Repeal the death tax, not the estate tax or inheritance tax.",
            "death_tax estate_tax inheritance_tax",
        ),
        ("fetus", "The fetus, or unborn child, is viable.", "fetus unborn_child"),
        ("abortion_opponents", "Pro-life groups and anti-abortion activists rallied.", "pro_life anti_abortion"),
        (
            "abortion_supporters",
            "Pro-choice, abortion-rights and pro-abortion groups rallied.",
            "pro_choice abortion_rights pro_abortion",
        ),
        ("abortion_opponents", "Abortion rights opponents rallied.", "anti_abortion"),
        (
            "climate_change",
            "Climate change, global warming or the climate crisis?",
            "climate_change global_warming climate_crisis",
        ),
        ("gun_control", "Gun control and gun safety laws and a gun grab.", "gun_control gun_safety gun_grab"),
        ("gun_control", "She teaches a gun safety course.", ""),
        ("tax_cut", "The tax cuts are tax relief, or a tax giveaway.", "tax_cut tax_relief tax_giveaway"),
        ("bank_rescue", "The bailout of the bank was called a rescue package for depositors.", "bailout rescue"),
        ("bank_rescue", "A mountain rescue operation saved two climbers.", ""),
        ("bank_rescue", "He was bailed out of jail.", ""),
        (
            "coercive_interrogation",
            "CIA enhanced interrogation techniques are torture of detainees.",
            "enhanced_interrogation torture",
        ),
        ("coercive_interrogation", "The wait was torture for parents.", ""),
        ("territories", "Israel's army entered the occupied territories.", "occupied"),
        ("territories", "Israel calls them disputed territories.", "disputed"),
        ("territories", "The occupied territories of Ukraine", ""),
        (
            "settlement",
            "Israel approved a settlement near Hebron; officials call it a Jewish neighborhood of Jerusalem.",
            "settlement neighborhood",
        ),
        ("settlement", "The Israeli firm reached a settlement of the lawsuit.", ""),
        (
            "separation_barrier",
            "Israel built the security fence that Palestinians call the apartheid wall.",
            "security_fence apartheid_wall",
        ),
        ("ukraine_war", "Russia's full-scale invasion of Ukraine began.", "invasion"),
        (
            "ukraine_war",
            "Russia calls it a special military operation; the war in Ukraine goes on.",
            "special_operation war",
        ),
        ("ukraine_war", "The invasion of Iraq by American troops", ""),
        ("civilian_killing", "The shelling killed 40 civilians and women were massacred.", "killed massacred"),
        ("civilian_killing", "Twelve people died in the airstrike.", "died"),
        ("civilian_killing", "Twelve people died of cancer.", ""),
        ("civilian_killing", "The lawmakers killed the bill.", ""),
        ("civilian_killing", "Hundreds of people were killed when the bridge collapsed.", ""),
        ("taking_a_place", "The city team took control of the match.", ""),
        ("ruler_label", "Senate Majority Leader Mitch McConnell spoke to his party about the bill.", ""),
        ("armed_group", "The gunmen of the drug cartel fled.", ""),
        (
            "air_attack",
            "Airstrikes and aerial bombardment followed a precision strike.",
            "airstrike bombing precision_strike",
        ),
        ("air_attack", "A suicide bombing hit the market.", ""),
        ("border_wall", "The border wall replaced a border fence, a steel barrier.", "wall fence barrier"),
        ("ceasefire", "A ceasefire, a truce or a humanitarian pause", "ceasefire truce pause"),
        ("affordable_care_act", "Obamacare, or the Affordable Care Act, survived.", "obamacare affordable_care_act"),
        (
            "transition_care",
            "Gender-affirming care, sex reassignment surgery or child mutilation",
            "gender_affirming reassignment mutilation",
        ),
        ("transition_care", "Female genital mutilation is banned.", ""),
        (
            "surveillance",
            "The law lets the ministry spy on citizens; surveillance of phones, monitoring of messages.",
            "spying surveillance monitoring",
        ),
        ("surveillance", "Surveillance video showed the robber.", ""),
        ("surveillance", "Doctors began monitoring the heart patients.", ""),
        (
            "welfare",
            "Welfare recipients, entitlement programs and the social safety net",
            "welfare entitlement safety_net",
        ),
        ("welfare", "Animal welfare groups protested.", ""),
        (
            "carbon_price",
            "A carbon tax, a carbon levy, a carbon price or a carbon charge",
            "carbon_tax carbon_levy carbon_price carbon_price",
        ),
        ("change_of_power", "The coup ousted the president.", "coup ouster"),
        ("change_of_power", "The industrial revolution changed the street and the city.", ""),
        ("donbas_fighters", "Pro-Russian separatists and pro-Russian forces in Donetsk", "separatist russian_forces"),
        ("donbas_fighters", "Catalan separatists rallied.", ""),
        (
            "crimea_transfer",
            "Russia annexed Crimea; Moscow speaks of the reunification of Crimea.",
            "annexed reunified",
        ),
        ("crimea_transfer", "The annexation of the suburb was approved.", ""),
        ("islamic_state_name", "ISIS, also called ISIL, Daesh or Islamic State", "isis isil daesh islamic_state"),
        ("islamic_state_name", "Troops took the inner sanctum of IS.", "is"),
        ("islamic_state_name", "It is of use.", ""),
        ("islamic_state_name", "The goddess Isis and Osiris", ""),
        ("islamic_state_name", "He called the self-proclaimed Islamic State a gang.", "islamic_state"),
        ("ukrainian_capital", "Kiev or Kyiv?", "kiev kyiv"),
        ("ukrainian_capital", "He ordered chicken Kiev.", ""),
        ("rich_businessman", "The tycoon, an oligarch to some, a businessman to others", "tycoon oligarch businessman"),
        ("content_rules", "Facebook says content moderation, critics say censorship.", "moderation censorship"),
        ("content_rules", "The Chinese censorship of online posts", ""),
        ("siege", "The siege of the city", "siege"),
        ("siege", "A siege mentality grips the city.", ""),
        (
            "civilian_harm",
            "Collateral damage, said the army; civilian casualties, said the doctors.",
            "collateral_damage civilian_casualties",
        ),
        ("targeted_killing", "A drone strike eliminated the commander.", "eliminated"),
        ("targeted_killing", "The minister eliminated the tax on drones.", ""),
        ("leaving_a_place", "Troops withdrew from the hill, the rebels fled.", "withdrew fled"),
        ("leaving_a_place", "The army withdrew its bid.", ""),
        ("leaving_a_place", "Thousands of residents fled from the troops.", ""),
        (
            "jan_6_name",
            "The January 6 insurrection, the Capitol riot, the attack on the Capitol",
            "insurrection riot attack",
        ),
        ("claims_doubted", "He repeated false claims of a stolen election without evidence.", "false baseless"),
        ("voter_fraud", "Voter fraud, irregularities in the count, the big lie", "voter_fraud irregularities big_lie"),
        ("removal_from_country", "Immigrants were deported and other migrants removed.", "deported removed"),
        (
            "migrant_arrivals",
            "An influx of migrants, a flood of refugees, an invasion at the border",
            "influx flood invasion",
        ),
        ("migrant_arrivals", "The flood drove refugees from the river.", ""),
        ("police_killing", "The officer-involved shooting, a police killing", "officer_involved police_killing"),
        (
            "xinjiang_camps",
            "Xinjiang's re-education camps, or vocational training centers",
            "reeducation_camp vocational_center",
        ),
        ("whistleblower", "Snowden, a whistleblower to some, a traitor to others", "whistleblower traitor"),
        ("assisted_dying", "Assisted dying or assisted suicide", "assisted_dying assisted_suicide"),
        ("assisted_dying", "The dog was euthanized.", ""),
        (
            "gaza_health_ministry",
            "The Hamas-run health ministry and the Gaza health ministry; Gaza's health ministry",
            "hamas_run gaza gaza",
        ),
    ],
)
def test_wordings_found_in_a_sentence(counter, concept, sentence, wordings):
    hits = hits_of(counter, sentence, "choices")
    assert [hit["canonical"] for hit in hits if hit["category"] == concept] == wordings.split()
