"""The best alternative wins, and the reasons always add up to the score."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.detect.assess import assess, search_text
from monitor.detect.compile import Pack, compile_pack
from monitor.detect.load import load_pack
from monitor.models import Assessment, Decision, Document
from monitor.text.fold import fold_plain

Compiled = Callable[..., Pack]
Folder = Callable[..., Path]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

RULE = """\
groups:
  a: {en: [attack, {term: clash, weight: 0.5}]}
  p: {en: [prison]}
  f: {en: [fighter]}
  s: {en: [season]}
  d: {en: [drill]}
match:
  - {name: near, near: {groups: [a, p], within: sentence}, points: 70}
  - {name: strong, near: {groups: [a, p, f], within: sentence}, points: 90}
  - {name: loose, all: [a, f], points: 80, cap: review}
adjust:
  - {when: {group: a, in: title}, points: 15}
  - {when: {group: f, in: [lead]}, points: 20}
  - {when: {group: d}, points: -40}
exclude:
  - {group: s, in: title}
decide: {alert: 60, review: 30}
max_age: 72h
"""


def one(pack: Pack, title: str, text: str = "", **more: datetime) -> Assessment | None:
    found = assess(Document(title, text, "en", **more), pack, now=NOW, ignored=True)
    return found[0] if found else None


def bars(found: Assessment | None) -> list[tuple[str, str, int]]:
    assert found is not None
    return [(reason.kind, reason.name, reason.points) for reason in found.reasons]


def test_points_are_added_for_the_evidence_and_told_one_by_one(pack: Compiled) -> None:
    found = one(pack(RULE), "Attack on prison")
    assert bars(found) == [("evidence", "near", 70), ("adjust", "a in title", 15)]
    assert found is not None
    assert (found.score, found.decision) == (85, Decision.ALERT)


def test_what_is_above_a_hundred_is_cut_off_with_a_reason(pack: Compiled) -> None:
    found = one(pack(RULE), "", "A fighter in the attack on the prison")
    assert bars(found) == [("evidence", "strong", 90), ("adjust", "f in lead", 20), ("clip", "at most 100", -10)]


def test_a_capped_alternative_stays_below_the_alert(pack: Compiled) -> None:
    found = one(pack(RULE), "Attack", "one fighter")
    assert found is not None
    assert (found.score, found.decision) == (59, Decision.REVIEW)
    assert bars(found)[-1] == ("cap", "loose is capped at review", -41)


def test_a_condition_without_a_zone_looks_at_the_passage_of_the_evidence(pack: Compiled) -> None:
    rule = pack(RULE)
    assert one(rule, "", "Men attack a prison in a drill.").score == 30  # type: ignore[union-attr]  # there is evidence
    apart = one(rule, "", "Men attack a prison.\nElsewhere a drill goes on.")
    assert apart is not None
    assert apart.score == 70


def test_the_passage_that_scores_best_is_the_evidence(pack: Compiled) -> None:
    found = one(pack(RULE), "", "Men attack a prison in a drill.\nMen attack a prison.")
    assert found is not None
    assert (found.score, found.reasons[0].hits[0].start) == (70, 36)


def test_weak_terms_give_a_part_of_the_points(pack: Compiled) -> None:
    assert bars(one(pack(RULE), "", "A clash in prison")) == [("evidence", "near", 35)]


def test_a_veto_is_kept_with_its_reason_and_takes_all_points(pack: Compiled) -> None:
    rule = pack(RULE)
    found = one(rule, "Prison attack returns for a second season")
    assert found is not None
    assert (found.score, found.decision) == (0, Decision.IGNORED)
    assert bars(found)[-1] == ("exclude", "s in title", -85)
    assert assess(Document("Prison attack returns for a season", "", "en"), rule, now=None) == ()


def test_old_news_is_ignored_by_date_or_by_first_sight_only_when_now_is_given(pack: Compiled) -> None:
    rule = pack(RULE)
    old, new = NOW - timedelta(hours=73), NOW - timedelta(hours=71)
    for document in (
        Document("Attack on prison", "", "en", published=old, first_seen=new),
        Document("Attack on prison", "", "en", first_seen=old),
    ):
        (found,) = assess(document, rule, now=NOW, ignored=True)
        assert (found.decision, found.reasons[-1].kind, found.score) == (Decision.IGNORED, "age", 85)
        assert assess(document, rule, now=NOW) == ()
        assert assess(document, rule, now=None)[0].decision is Decision.ALERT
    assert assess(Document("Attack on prison", "", "en", published=new), rule, now=NOW)[0].decision is Decision.ALERT
    assert assess(Document("Attack on prison", "", "en"), rule, now=NOW)[0].decision is Decision.ALERT


def test_a_rule_speaks_only_the_languages_it_lists(pack: Compiled) -> None:
    rule = pack("languages: [en]\ngroups: {a: {any: [ISIS]}}\nmatch: [{name: m, any: [a], points: 60}]\n")
    seen = [bool(assess(Document("ISIS", "", lang), rule, now=None)) for lang in ("en", "ar", "und")]
    assert seen == [True, False, True]


WORDS = ["attack", "clash", "prison", "fighter", "season", "drill", "the", "and", ".", "\n", "old"]


def test_the_reasons_always_add_up_to_the_score(pack: Compiled) -> None:
    rule = pack(RULE)

    @settings(max_examples=150, deadline=None)
    @given(title=st.lists(st.sampled_from(WORDS), max_size=6), text=st.lists(st.sampled_from(WORDS), max_size=40))
    def adds_up(title: list[str], text: list[str]) -> None:
        document = Document(" ".join(title), " ".join(text), "en")
        for found in assess(document, rule, now=NOW, ignored=True):
            assert sum(reason.points for reason in found.reasons) == found.score
            assert 0 <= found.score <= 100
            for hit in (hit for reason in found.reasons for hit in reason.hits):
                source = document.title if hit.zone == "title" else document.text
                assert source[hit.start : hit.end] == hit.text

    adds_up()


HOSTILE = {
    "lone surrogates": "\ud800attack\udfff prison " * 100,
    "nul": "attack\x00prison\x00" * 100,
    "empty": "",
    "one word": "attack",
    "a formula in one sign": "\ufdfa" * 100_000,
    "piled marks": ("b" + "\u0300" * 40) * 4_800,
    "direction overrides": "\u202eattack prison\u202c " * 8_000,
    "emoji": "👨‍👩‍👧" * 25_000,
    "stuffing": "attack prison fighter drill " * 7_000,
    "no break": "a" * 200_000,
    "blanks": " " * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_assessed_in_proportion_to_its_length(pack: Compiled, name: str) -> None:
    document = Document(HOSTILE[name][:200], HOSTILE[name], "und")
    started = datetime.now(UTC)
    for found in assess(document, pack(RULE), now=None, ignored=True):
        assert sum(reason.points for reason in found.reasons) == found.score
    assert datetime.now(UTC) - started < timedelta(seconds=5)
    assert "\x00" not in search_text(document)
    assert search_text(document).encode()


def test_the_search_text_meets_queries_folded_alike() -> None:
    assert fold_plain("گروه كردي") in search_text(Document("گروه‌ کردی‌ها", "", "fa")).replace("  ", " ")


def test_rules_wake_only_where_what_they_need_is_mentioned(pack: Compiled) -> None:
    made = pack("""\
        groups: {a: {en: [attack]}, b: {en: [prison]}, c: {en: [bridge]}}
        match: [{name: m, all: [a], any: [b, c], points: 60}]
        """)
    numbers = made.rules[0].groups
    assert made.awake({numbers["b"], numbers["c"]}) == []
    assert made.awake({numbers["a"]}) == [made.rules[0]]


def test_copies_of_a_rule_say_the_same_each_under_its_own_name(write: Folder) -> None:
    body = """\
        groups: {g: {include: [lists/attack]}}
        match: [{name: m, all: [g], points: 60}]
        """
    lists = {"attack": "  en: [attack]\n"}
    write(body, id="one", lists=lists)
    made = compile_pack(load_pack([write(body, id="two", lists=lists)]))
    assert made.rules[0].body == made.rules[1].body
    assert [each.rule for each in assess(Document("An attack", "", "en"), made, now=None)] == ["one", "two"]
