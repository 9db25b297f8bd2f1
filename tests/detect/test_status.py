"""What an event is - happening, feared, foiled, claimed, denied, past - is told with the words that say so."""

from collections import Counter

import pytest
from described import describe, samples

ENOUGH = 0.90


def test_nine_texts_in_ten_are_given_their_status() -> None:
    told = Counter(
        describe(sample["title"], sample["text"], sample["lang"]).status == sample["status"] for sample in samples()
    )
    assert told[True] / told.total() >= ENOUGH, told


@pytest.mark.parametrize(
    ("title", "text", "status"),
    [
        ("Gunmen kill four policemen near Kirkuk", "", "happening"),
        ("Islamic State may attack the prison in Hasakah", "", "feared"),
        ("Police foil plot to bomb embassy in Berlin", "", "foiled"),
        ("Police arrest three men over plot to bomb embassy", "", "foiled"),
        ("Al-Shabaab claims responsibility for attack on hotel", "", "claimed"),
        ("Gunmen attacked the school twenty years ago", "", "past"),
    ],
)
def test_the_words_of_the_evidence_decide(title: str, text: str, status: str) -> None:
    assert describe(title, text).status == status


def test_the_cues_are_told_with_their_places() -> None:
    said = describe("Police foil plot to bomb embassy in Berlin")
    assert said.cues
    assert all("Police foil plot to bomb embassy in Berlin"[cue.start : cue.end] == cue.text for cue in said.cues)


def test_an_event_that_happens_needs_no_cue() -> None:
    assert describe("Gunmen kill four policemen near Kirkuk").cues == ()


def test_a_foiled_attack_has_no_dead() -> None:
    said = describe("Police foil plot to kill 30 people at mosque in London; five arrested")
    assert said.slots.get("toll") == "5 captured"
