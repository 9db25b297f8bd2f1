"""An explanation says what every rule saw and what was missing."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from monitor.detect.compile import Pack, compile_pack
from monitor.detect.explain import Explanation, explain
from monitor.detect.load import load_pack
from monitor.detect.reading import Reading
from monitor.models import Document

Folder = Callable[..., Path]
Explain = Callable[..., Explanation]

LISTS = {
    "attack": "  en: [attack, storm]\n",
    "prison": "  en: [prison, jail]\n",
    "context-drill": "  en: [drill]\n",
    "present": "  en: [on monday]\n",
}
RULE = """
groups: {attack: {include: [lists/attack]}, prison: {include: [lists/prison]}, talk: {en: [debate]}}
match:
  - {name: stormed, near: {groups: [attack, prison], within: 4 words}, none: [talk, {context: drill}], points: 65}
exclude: [{context: drill, in: title}]
"""


@pytest.fixture
def explained(write: Folder) -> Explain:
    pack: Pack = compile_pack(load_pack([write(RULE, lists=LISTS)]))
    return lambda title, text="", lang="en": explain(Reading(Document(title, text, lang), pack))


def test_an_alert_is_told_with_hits_distance_and_points(explained: Explain) -> None:
    found = explained("Gunmen attack a northern prison")
    (rule,) = found.rules
    assert rule.assessment is not None
    assert rule.assessment.score == 65
    assert rule.distance == 2
    assert {name: [hit.text for hit in hits] for name, hits in rule.groups.items()} == {
        "attack": ["attack"],
        "prison": ["prison"],
    }
    assert found.concepts == ("attack", "prison")


MISSES = {
    "Gunmen attack a bridge": "nothing of the group 'prison' is mentioned",
    "Gunmen attack a bridge on the long road that leads to the prison": "the nearest stand 10 words apart",
    "Rivals attack the prison plan in debate": "'debate' of the group 'talk', which must not stand there (none)",
    "Drill: gunmen attack a prison": "it stands in the context drill ('Drill'; none)",
}


@pytest.mark.parametrize(("title", "missing"), MISSES.items())
def test_the_nearest_miss_says_what_was_missing(explained: Explain, title: str, missing: str) -> None:
    (rule,) = explained(title).rules
    assert rule.assessment is None
    assert rule.miss is not None
    assert rule.miss.alternative == "stormed"
    assert missing in "; ".join(rule.miss.missing)


def test_an_article_without_any_of_the_words_has_no_miss(explained: Explain) -> None:
    (rule,) = explained("Rain delays the harvest").rules
    assert (rule.assessment, rule.miss, rule.groups) == (None, None, {})


def test_a_veto_is_told_with_the_context_and_its_cue(explained: Explain) -> None:
    (rule,) = explained("A drill for all", "Gunmen attack a prison on Monday.").rules
    assert rule.assessment is not None
    veto = rule.assessment.reasons[-1]
    assert (veto.kind, veto.name, [hit.text for hit in veto.hits]) == ("exclude", "drill in title", ["drill"])


def test_an_unknown_language_is_matched_with_all_terms_and_says_so(explained: Explain) -> None:
    found = explained("Gunmen attack a prison", lang="sw")
    assert not found.known_language
    assert found.rules[0].assessment is not None
    assert "language" in [reason.kind for reason in found.rules[0].assessment.reasons]


def test_an_explanation_is_plain_data(explained: Explain) -> None:
    told = asdict(explained("Gunmen attack a prison", "Nothing else."))
    assert told["rules"][0]["assessment"]["decision"] == "alert"
    assert told["sentences"] == 2
