"""Texts made to crash or slow down: nothing raises, and twice the length costs about twice the time."""

import time

import pytest

from monitor.detect.assess import assess, named_places
from monitor.detect.compile import Pack, compile_pack
from monitor.detect.explain import explain
from monitor.detect.load import default_pack_folder, load_pack
from monitor.detect.reading import Reading
from monitor.models import Decision, Document

ZALGO = "".join(letter + "\u0300\u0316\u0489" * 12 for letter in "gunmen attack a prison ")
STORM = "Gunmen storm a prison in Mosul and free fighters"
HOSTILE = {
    "nothing": "",
    "blanks": " \n\t" * 2000,
    "one word": "prison",
    "emoji": "\U0001f4a3\U0001f525" * 3000,
    "zalgo": ZALGO * 100,
    "turned around": f"\u202e{STORM}\u202c " * 400,
    "one long word": "a" * 100_000,
    "no full stop": "gunmen attack prison " * 5000,
    "only stops": ". " * 50_000,
    "years": "in 2013 years ago since 1999 " * 4000,
    "relative words": "who which where that " * 5000,
    "mixed scripts": "gunmen سجن тюрьма زندان cezaevi " * 3000,
    "denials": "denied reports that militants attacked the prison " * 2000,
}


@pytest.fixture(scope="module")
def shipped() -> Pack:
    return compile_pack(load_pack([default_pack_folder()]))


def seconds(pack: Pack, text: str, lang: str) -> float:
    # Processor time: the machine may be busy.
    began = time.process_time()
    reading = Reading(Document(text[:200], text, lang), pack)
    assess(reading.document, pack, now=None, ignored=True)
    named_places(reading)
    return time.process_time() - began


@pytest.mark.parametrize("lang", ["en", "und"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_time_that_grows_with_its_length(shipped: Pack, name: str, lang: str) -> None:
    text = HOSTILE[name]
    half, whole = (min(seconds(shipped, part, lang) for _ in range(2)) for part in (text[: len(text) // 2], text))
    assert whole < max(0.5, 4 * half)


def test_an_explanation_of_a_hostile_text_is_bounded(shipped: Pack) -> None:
    began = time.process_time()
    explain(Reading(Document("", HOSTILE["denials"] + STORM, "en"), shipped))
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "disguised",
    [
        STORM,
        STORM.replace("o", "о").replace("e", "е"),
        f"\u202e{STORM}\u202c",
        "\u200b".join(STORM.split("n")).replace("\u200b", "n\u200b"),
        STORM.upper(),
        "".join(chr(0xFEE0 + ord(letter)) if letter.isalpha() else letter for letter in STORM),
    ],
    ids=["plain", "look-alikes", "turned around", "invisible", "capitals", "full width"],
)
def test_a_disguised_report_still_alerts(shipped: Pack, disguised: str) -> None:
    found = {each.rule: each for each in assess(Document(disguised, "", "en"), shipped, now=None)}
    assert found["prison-attack"].decision is Decision.ALERT
