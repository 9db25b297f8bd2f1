"""Groups meet only where a rule says they must."""

from collections.abc import Callable

import pytest

from monitor.detect.assess import assess
from monitor.detect.compile import Pack
from monitor.models import Assessment, Document

Compiled = Callable[..., Pack]

GROUPS = """\
groups:
  a: {en: [attack, prison riot]}
  p: {en: [prison]}
  f: {en: [fighter]}
  n: {en: [film]}
"""


def first(pack: Pack, text: str, title: str = "") -> Assessment | None:
    found = assess(Document(title, text, "en"), pack, now=None, ignored=True)
    return found[0] if found else None


NEAR = [
    ("within: sentence", "They attack the old prison.", True),
    ("within: sentence", "They attack. The prison stands.", False),
    ("within: 2 words", "attack on the prison", True),
    ("within: 2 words", "attack on the old prison", False),
    ("within: 3 words", "An attack. The old prison", True),
    ("within: paragraph", "An attack. Then. The prison stands.", True),
    ("within: paragraph", "An attack.\nThe prison stands.", False),
    ("within: sentence, ordered: true", "attack on the prison", True),
    ("within: sentence, ordered: true", "prison under attack", False),
    ("within: sentence, ordered: true", "prison under attack in prison", True),
    ("within: sentence, gap: 1", "attack on prison", True),
    ("within: sentence, gap: 1", "attack on the prison", False),
    ("within: sentence", "a prison riot", False),
    ("within: sentence", "a prison riot in the prison", True),
]


@pytest.mark.parametrize(("reach", "text", "expected"), NEAR)
def test_near_asks_for_different_words_within_its_reach(pack: Compiled, reach: str, text: str, expected: bool) -> None:
    rule = pack(GROUPS + f"match: [{{name: m, near: {{groups: [a, p], {reach}}}, points: 60}}]")
    assert (first(rule, text) is not None) is expected


def test_three_groups_meet_in_any_order(pack: Compiled) -> None:
    rule = pack(GROUPS + "match: [{name: m, near: {groups: [a, p, f], within: 4 words}, points: 60}]")
    assert first(rule, "attack, then prison, then fighter") is not None
    assert first(rule, "fighter of the prison attack") is not None
    assert first(rule, "fighter one two three four five prison attack") is None


def test_the_title_is_not_near_the_text_in_words_but_shares_its_first_paragraph(pack: Compiled) -> None:
    words = pack(GROUPS + "match: [{name: m, near: {groups: [a, p], within: 5 words}, points: 60}]")
    assert first(words, "The prison stands", title="An attack") is None
    paragraph = pack(GROUPS + "match: [{name: m, all: [a, p], points: 60}]")
    assert first(paragraph, "The prison stands", title="An attack") is not None
    assert first(paragraph, "First line.\nThe prison stands", title="An attack") is None


def test_all_means_one_paragraph_unless_the_article_is_named(pack: Compiled) -> None:
    apart = "An attack.\nThe prison stands."
    assert first(pack(GROUPS + "match: [{name: m, all: [a, p], points: 60}]"), apart) is None
    assert first(pack(GROUPS + "match: [{name: m, all: [a, p], within: article, points: 60}]"), apart) is not None
    sentence = pack(GROUPS + "match: [{name: m, all: [a, p], within: sentence, points: 60}]")
    assert first(sentence, "An attack. The prison stands.") is None


def test_any_and_none_look_at_the_paragraph_of_the_evidence(pack: Compiled) -> None:
    rule = pack(
        GROUPS + "match: [{name: m, near: {groups: [a, p], within: sentence}, any: [f], none: [n], points: 60}]"
    )
    assert first(rule, "attack on prison. One fighter fled.") is not None
    assert first(rule, "attack on prison.\nOne fighter fled.") is None
    assert first(rule, "attack on prison by a fighter in a film") is None
    assert first(rule, "attack on prison by a fighter.\nA film is shown.") is not None


def test_a_veto_word_in_one_paragraph_leaves_the_evidence_of_another(pack: Compiled) -> None:
    rule = pack(GROUPS + "match: [{name: m, near: {groups: [a, p], within: sentence}, none: [n], points: 60}]")
    found = first(rule, "The film shows an attack on a prison.\nMen attack the prison.")
    assert found is not None
    assert found.reasons[0].hits[0].start > 38


def test_the_closest_meeting_is_the_one_that_is_told(pack: Compiled) -> None:
    rule = pack(GROUPS + "match: [{name: m, near: {groups: [a, p], within: sentence}, points: 60}]")
    found = first(rule, "attack of words about the old prison and an attack on prison")
    assert found is not None
    assert [hit.start for hit in found.reasons[0].hits] == [44, 54]
