"""Signatures are small and stable, and likeness tells reports of one event from others."""

import gzip
import json
import timeit
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.incidents.similarity import likeness as likeness_of_weights
from monitor.incidents.similarity import pack_words, unpack_words, word_weights

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"

# Single pass grouping by words alone is best at this likeness.
ALIKE = 0.32


def signature(title: str, text: str) -> bytes:
    return pack_words(*word_weights(title, text))


def likeness(a: bytes, b: bytes) -> float:
    first, second = unpack_words(a), unpack_words(b)
    return likeness_of_weights(first[0], first[1], second[0], second[1])


JAIL = signature(
    "Gunmen storm prison in Hasakah and free dozens of fighters",
    "Armed men attacked the Ghuwayran prison in Hasakah before dawn on Friday. Dozens of inmates escaped.",
)
JAIL_ELSEWHERE_SAID = signature(
    "Dozens of inmates escape as gunmen attack Hasakah jail",
    "A prison in the Syrian city of Hasakah was attacked by armed men before dawn; fighters fled Ghuwayran.",
)
OTHER_JAIL = signature(
    "Inmates riot over food at prison near Manchester",
    "Prisoners at a British jail refused to return to their cells on Tuesday after complaints about meals.",
)


def test_the_same_report_is_fully_alike() -> None:
    assert likeness(JAIL, JAIL) == pytest.approx(1.0)


def test_another_outlets_words_for_the_event_are_alike_enough_to_join() -> None:
    assert likeness(JAIL, JAIL_ELSEWHERE_SAID) > ALIKE


def test_another_event_of_the_same_kind_is_not_alike_enough() -> None:
    assert likeness(JAIL, OTHER_JAIL) < ALIKE / 2


def test_arabic_clitic_article_and_letter_forms_do_not_make_words_differ() -> None:
    one = signature("هجوم على السجن في الحسكة", "فرار عشرات المعتقلين من السجن بعد الهجوم")
    two = signature("الهجوم على سجن الحسكة", "عشرات المعتقلین يفرون من سجن بعد هجوم")
    assert likeness(one, two) > 0.6


def test_words_by_which_rules_know_the_topic_count_a_third() -> None:
    title = "Gunmen storm prison in Hasakah"
    weights, _ = word_weights(title, "")
    topical, _ = word_weights(title, "", ["gunmen storm prison"])
    assert sorted(topical[key] < weights[key] for key in weights) == [False, True, True, True]


def test_what_stands_behind_the_words_comes_back() -> None:
    assert unpack_words(JAIL + b"{}")[2] == b"{}"


def test_function_words_alone_are_nothing_in_common() -> None:
    assert likeness(signature("the and for that", ""), signature("the and for that", "")) == 0.0


def test_texts_without_words_are_never_alike() -> None:
    empty = signature("", "")
    assert likeness(empty, empty) == 0.0
    assert likeness(empty, JAIL) == 0.0


@pytest.mark.parametrize("broken", [b"", b"\x01", b"\x02" + JAIL[1:], JAIL[:-1]])
def test_a_signature_of_another_version_or_damaged_is_alike_to_nothing(broken: bytes) -> None:
    assert likeness(broken, JAIL) == 0.0
    assert likeness(JAIL, broken) == 0.0


def test_a_signature_is_the_same_in_every_process() -> None:
    """It is stored, so it may not hang on the hash seed; this value only changes together with VERSION."""
    assert signature("Gunmen storm prison", "").hex() == EXPECTED


EXPECTED = "010334f78241f96a131e96d9df6045d08cf10e0606"


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_likeness_is_symmetric_bounded_and_never_fails(title: str, text: str, other: str) -> None:
    a, b = signature(title, text), signature(other, text)
    assert 0.0 <= likeness(a, b) <= 1.0
    assert likeness(a, b) == pytest.approx(likeness(b, a))
    assert len(a) <= 486


def test_comparing_is_cheap_enough_for_hundreds_of_candidates() -> None:
    text = " ".join(f"{n * 7919:05x}word" for n in range(100, 500))
    a, b = signature("", text), signature("", text[90:])
    assert len(a) == len(b) == 486
    assert min(timeit.repeat(lambda: likeness(a, b), number=200, repeat=5)) / 200 < 400e-6


@pytest.mark.shared
def test_single_pass_grouping_of_known_events_is_as_good_as_published_systems() -> None:
    path = SHARED / "en_ecbplus_1_35.jsonl.gz"
    if not path.exists():
        pytest.skip("the evaluation data is not beside this checkout")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    groups: list[list[bytes]] = []
    pairs: Counter[tuple[int, str]] = Counter()
    for document in sorted(documents, key=lambda d: d["id"][::-1]):
        signed = signature(document["title"], document["text"])
        scores = [max(likeness(signed, other) for other in group) for group in groups]
        best = max(range(len(groups)), key=scores.__getitem__, default=None)
        if best is None or scores[best] < ALIKE:
            groups.append([])
            best = len(groups) - 1
        groups[best].append(signed)
        pairs[best, document["event_id"]] += 1
    found, gold = Counter[int](), Counter[str]()
    for (group, event), count in pairs.items():
        found[group] += count
        gold[event] += count
    precision = sum(count * count / found[group] for (group, _), count in pairs.items()) / len(documents)
    recall = sum(count * count / gold[event] for (_, event), count in pairs.items()) / len(documents)
    assert 2 * precision * recall / (precision + recall) > 0.85
