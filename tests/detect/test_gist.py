"""One line tells the event to readers of English, Arabic and Persian."""

import re

import pytest
from described import describe, samples

from monitor.detect.gist import LONGEST
from monitor.detect.names import READERS


def test_a_gist_says_what_who_to_whom_where_and_how_many() -> None:
    said = describe("مقتل ثلاثة جنود في هجوم لداعش على نقطة تفتيش قرب كركوك", lang="ar")
    assert said.gist["en"] == "Armed attack by Islamic State on a checkpoint in Kirkuk; 3 killed"


@pytest.mark.parametrize(
    ("rule", "title", "gist"),
    [
        (
            "prison-attack",
            "Intelligence service warns that Islamic State plans to storm Kirkuk prison",
            "Warned: attack by Islamic State on a prison in Kirkuk",
        ),
        (
            "attack-plot",
            "Police foil plot to bomb embassy in Berlin",
            "Foiled: attack plot against an embassy in Berlin",
        ),
        (
            "kidnapping",
            "Boko Haram abducts 38 schoolgirls in northern Nigeria",
            "Kidnapping by Boko Haram of schoolchildren in Nigeria; 38 held",
        ),
        (
            "cross-border-strike",
            "Israeli air strikes hit army base near Damascus",
            "Strike by Israel on a military base in Damascus",
        ),
    ],
)
def test_the_topic_and_the_status_choose_the_words(rule: str, title: str, gist: str) -> None:
    assert describe(title, rule=rule).gist["en"] == gist


def test_readers_of_arabic_and_persian_read_names_in_their_script() -> None:
    said = describe("Boko Haram abducts 38 schoolgirls in northern Nigeria", rule="kidnapping")
    assert said.gist["ar"] == "اختطاف يطال تلاميذ من جانب بوكو حرام في نيجيريا؛ المحتجزون: 38"
    assert said.gist["fa"].startswith("آدم‌ربایی از میان دانش‌آموزان از سوی بوکوحرام در نیجریه")


def test_one_fact_makes_no_gist() -> None:
    assert describe("Explosion heard in centre of Aleppo").gist == {}


def test_hearsay_is_called_so() -> None:
    assert describe("Gunmen attacked church in Lahore, according to local media").gist["en"].endswith("(second-hand)")


def test_no_gist_is_longer_than_its_limit_and_english_ones_are_in_latin_letters() -> None:
    told = 0
    for sample in samples():
        gist = describe(sample["title"], sample["text"], sample["lang"]).gist
        told += bool(gist)
        assert set(gist) in ({*READERS}, set())
        assert all(len(line) <= LONGEST for line in gist.values())
        assert not re.search("[\u0400-\u06ff]", gist.get("en", "")), sample["id"]
    assert told >= 150
