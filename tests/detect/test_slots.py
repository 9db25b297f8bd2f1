"""Actor, target, place, day and toll are found in texts of ten languages, with their places, or left empty."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from described import OUTCOMES, SPANS, default_pack, describe, samples, spans, wanted

from monitor.detect.assess import named_places
from monitor.detect.contexts.judge import Contexts
from monitor.detect.contexts.scene import Scene
from monitor.detect.describe import Describer
from monitor.detect.reading import Reading
from monitor.models import Assessment, Decision, Document, Severity, Slot

PRECISION, RECALL = 0.90, 0.70


def outcome(slot: str, sample: dict, found: Slot | None) -> str:
    """right, wrong, missed, or nothing to say."""
    values, optional = wanted(sample, slot)
    if found is None:
        return "" if optional else "missed"
    if slot in OUTCOMES:
        return "right" if found.value in values else "wrong"
    source = sample["title"] if found.hit.zone == "title" else sample["text"]
    hit = found.hit
    told = (start < hit.end and hit.start < end for value in values for start, end in spans(source, value))
    return "right" if any(told) else "wrong"


@pytest.fixture(scope="module")
def counted() -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for sample in samples():
        said = {slot.name: slot for slot in describe(sample["title"], sample["text"], sample["lang"]).facts}
        for slot in (*SPANS, *OUTCOMES):
            result = outcome(slot, sample, said.get(slot))
            for key in (slot, f"{sample['lang']} all"):
                counts.setdefault(key, Counter())[result] += 1
            if result == "wrong" and not wanted(sample, slot)[1]:
                counts[slot]["missed"] += 1
    return counts


def test_twenty_texts_stand_for_each_language_and_hold_what_they_are_said_to_hold() -> None:
    texts = samples()
    assert set(Counter(sample["lang"] for sample in texts).values()) == {20}
    for sample in texts:
        for slot in SPANS:
            assert all(value in f"{sample['title']}\n{sample['text']}" for value in wanted(sample, slot)[0]), sample[
                "id"
            ]


@pytest.mark.parametrize("slot", [*SPANS, *OUTCOMES])
def test_a_slot_is_right_nine_times_in_ten_and_found_seven_times_in_ten(
    slot: str, counted: dict[str, Counter[str]]
) -> None:
    right, wrong, missed = (counted[slot][each] for each in ("right", "wrong", "missed"))
    assert right / (right + wrong) >= PRECISION, counted[slot]
    assert right / (right + missed) >= RECALL, counted[slot]


@pytest.mark.parametrize("lang", ["en", "ar", "fa", "ckb", "kmr", "tr", "ur", "fr", "es", "ru"])
def test_every_language_reaches_it_over_all_slots(lang: str, counted: dict[str, Counter[str]]) -> None:
    found = counted[f"{lang} all"]
    assert found["right"] / (found["right"] + found["wrong"]) >= PRECISION, found
    assert found["right"] / (found["right"] + found["missed"]) >= RECALL, found


UNSAID = [
    ("en", "Iraqi army: gunmen storm prison in Mosul", "target", "army"),
    ("en", "Police condemn attack on church in Lahore", "actor", "police"),
    ("en", "The capital was the target of six terrorist attacks", "target", "terrorist"),
    ("ar", "الجيش يعلن مقتل جندي في هجوم لحركة الشباب على قاعدة عسكرية في كينيا", "actor", "الجيش"),
]


@pytest.mark.parametrize(("lang", "title", "slot", "not_this"), UNSAID)
def test_who_only_tells_of_it_did_not_do_it_and_did_not_suffer_it(
    lang: str, title: str, slot: str, not_this: str
) -> None:
    assert not_this not in describe(title, lang=lang).slots.get(slot, "").casefold()


MEANS = [
    ("en", "Car bomb kills three outside Mosul police station", "vehicle-bomb"),
    ("en", "Suicide bomber kills nine at Quetta market", "suicide"),
    ("ar", "مقتل ثلاثة بانفجار عبوة ناسفة قرب كركوك", "planted-bomb"),
    ("fa", "حملهٔ انتحاری در پیشاور دست‌کم ۹ کشته داشت", "suicide"),
    ("ckb", "درۆنێک هێرشی کردە سەر کێڵگەی نەوت لە کەرکووک", "drone"),
    ("tr", "Hakkari'de karakola havan topu saldırısı: 2 asker yaralı", "shelling"),
    ("ur", "پشاور میں چوکی پر دستی بم حملہ، دو اہلکار زخمی", "grenade"),
    ("fr", "Une voiture piégée fait six morts à Mogadiscio", "vehicle-bomb"),
    ("es", "Un coche bomba mata a tres policías en Cali", "vehicle-bomb"),
    ("ru", "При подрыве смертника: боевик подорвал себя у рынка, погибли семеро", "suicide"),
]


@pytest.mark.parametrize(("lang", "title", "means"), MEANS)
def test_means_are_one_entry_in_all_languages(lang: str, title: str, means: str) -> None:
    assert [slot.id for slot in describe(title, lang=lang).facts if slot.name == "means"] == [means]


@pytest.mark.parametrize(
    ("lang", "title", "text"),
    [
        ("en", "Bomb kills nine at Qoriya bazaar", "Three of the wounded were taken to Erbil."),
        ("ar", "ارتفاع حصيلة تفجير السوق إلى تسعة قتلى", "نُقل ثلاثة من المصابين إلى أربيل لخطورة حالاتهم."),
        ("fa", "شمار کشته‌های بمب‌گذاری در بازار به ۹ نفر رسید", "سه مجروح به اربیل منتقل شدند."),
        ("tr", "Pazar yerindeki bombalı saldırıda 9 ölü", "Üç yaralı Erbil'e sevk edildi."),
    ],
)
def test_where_the_wounded_are_taken_is_not_where_it_happened(lang: str, title: str, text: str) -> None:
    assert "place" not in describe(title, text, lang=lang).slots


def test_the_part_of_the_day_is_that_of_the_event() -> None:
    said = describe("Bomb kills three at Mosul market", "It went off on Tuesday morning. The army spoke at night.")
    assert [(slot.value, slot.hit.text) for slot in said.facts if slot.name == "part_of_day"] == []
    said = describe("Bomb kills three at Mosul market on Tuesday morning", "The army spoke at night.")
    assert [(slot.value, slot.hit.text) for slot in said.facts if slot.name == "part_of_day"] == [
        ("morning", "morning")
    ]


def test_offsets_count_in_the_input_and_values_are_plain() -> None:
    said = describe("Gunmen kill four policemen near Kirkuk", "Dozens were wounded.")
    assert said.slots == {
        "actor": "Gunmen",
        "target": "policemen",
        "place": "Kirkuk",
        "toll": "4 killed, 24+ wounded",
    }
    (place,) = [slot for slot in said.facts if slot.name == "place"]
    assert (place.hit.zone, place.hit.start, place.hit.end, place.hit.text) == ("title", 32, 38, "Kirkuk")


def test_a_day_becomes_a_date_when_the_article_has_one() -> None:
    published = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
    reading = Reading(
        Document("Gunmen attacked a school in Quetta on Tuesday", "", "en", published=published), default_pack()
    )
    bare = Assessment("armed-attack", "Topic", "attack", 70, Decision.ALERT, Severity.HIGH, "stable", 3600.0, ())
    said = Describer(Contexts(reading)).describe(bare, Scene((0,)))
    assert said.slots["date"] == "2026-11-17"


@pytest.mark.parametrize("lang", ["en", "ar", "tr", "und", "xx"])
@pytest.mark.parametrize("title", ["", "?", "killed", "\u202e\u0301", "by by by on on on at", "٣ ٣ ٣ قتيل " * 40])
def test_odd_texts_are_described_without_a_fault(lang: str, title: str) -> None:
    assert describe(title, title, lang).status is not None


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Gunmen storm Nigerian prison", ["Nigeria"]),
        ("Iranian drivers abducted in Quetta", ["Quetta"]),
        ("Turkish and Iraqi soldiers clash with gunmen", []),
    ],
)
def test_a_people_names_its_country_only_where_no_place_is_named(title: str, named: list[str]) -> None:
    reading = Reading(Document(title, "", "en"), default_pack())
    assert [place.name for place in named_places(reading)] == named
