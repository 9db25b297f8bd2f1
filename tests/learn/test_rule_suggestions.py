"""Changes that verdicts hint at are tried on articles; what would lose a confirmed alert is refused."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.detect.load import LoadedPack, load_pack
from monitor.detect.schema import Rule
from monitor.learn.bench import Example
from monitor.learn.edits import AddTerm, Refuse, Tighten
from monitor.learn.suggest import examples_for, suggest, unclaimed
from monitor.models import Document
from monitor.store.archive import Kept
from monitor.yamlfile import read_text

RULE = """\
version: 1
id: theft
title: Fuel stolen
severity: medium
family: theft
description: For a test.
groups:
  fuel: {en: [fuel], ar: [وقود]}
  theft: {en: [stolen], ar: [سرقة]}
match: [{name: taken, near: {groups: [theft, fuel], within: paragraph}, points: 65}]
"""


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedPack:
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "theft.yaml").write_text(RULE, "utf-8")
    return load_pack([tmp_path])


def examples(*given: tuple[str, bool | None], lang: str = "en") -> list[Example]:
    return [Example(number, Document(title, "", lang), truth) for number, (title, truth) in enumerate(given, 1)]


def data() -> dict[str, object]:
    read = read_text(RULE, "theft.yaml").data
    assert isinstance(read, dict)
    return read


def test_the_word_of_false_alarms_is_refused_and_the_rule_loses_nothing_else(loaded: LoadedPack) -> None:
    given = examples(
        ("Fuel vouchers stolen from a drawer", False),
        ("Stolen vouchers for fuel found", False),
        ("Fuel stolen from the pipeline", True),
        ("Choir sings", None),
    )
    found = suggest(loaded, "theft", data(), given, 3)
    assert [each.edit for each in found.proposals] == [Refuse("en", "vouchers", ("taken",))]
    assert (found.before, found.after) == ((1, 2, 0), (1, 0, 0))


def test_a_missed_article_brings_the_word_that_its_group_lacks(loaded: LoadedPack) -> None:
    given = examples(
        ("سرقة الوقود من الأنبوب", True), ("تهريب الوقود ليلا", True), ("أمطار على المدينة", None), lang="ar"
    )
    found = suggest(loaded, "theft", data(), given, 3)
    (proposal,) = found.proposals
    assert isinstance(proposal.edit, AddTerm)
    assert (proposal.edit.group, proposal.edit.lang) == ("theft", "ar")
    assert proposal.effect.true_gained == (2,)
    assert found.missed == (1, 0)


def test_hits_are_asked_for_no_closer_than_confirmed_articles_allow(loaded: LoadedPack) -> None:
    far = "Stolen goods were listed by the court while traders in the valley wondered what fuel cost"
    right = [(f"Stolen: ten lorries of {what} fuel", True) for what in ("jet", "lead", "heating")]
    found = suggest(
        loaded, "theft", data(), examples((far, False), (far.replace("traders", "drivers"), False), *right), 1
    )
    assert [each.edit for each in found.proposals] == [Tighten("taken", 5)]


def test_what_would_lose_a_confirmed_alert_is_refused(loaded: LoadedPack) -> None:
    scored = "Fuel stolen: striker of the football club scores a goal and the match is won"
    given = examples((scored, False), (f"{scored} again", False), ("Fuel stolen from the pipeline", True))
    found = suggest(loaded, "theft", data(), given, 3)
    assert found.after[0] == 1
    assert found.after[1] == 0
    for each in found.proposals:
        assert not each.effect.true_lost


def test_every_proposal_gives_a_valid_rule(loaded: LoadedPack) -> None:
    given = examples(("Fuel vouchers stolen", False), ("Stolen vouchers, fuel", False), ("Fuel stolen at night", True))
    changed = data()
    for each in suggest(loaded, "theft", changed, given, 5).proposals:
        each.edit.apply(changed)
    assert Rule.model_validate(changed).id == "theft"


def test_a_verdict_speaks_of_the_rules_that_fired_and_a_miss_is_named() -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    kept = [
        Kept(number, "", "Gazette", "", "Fuel stolen", "", "en", at, at, verdict, rules)
        for number, (verdict, rules) in enumerate(
            [("true", ("theft",)), ("not-relevant", ("theft",)), ("true", ("storm",)), ("true", ()), (None, ())], 1
        )
    ]
    assert [one.truth for one in examples_for("theft", kept)] == [True, False, None, None, None]
    assert [one.truth for one in examples_for("theft", kept, [4])] == [True, False, None, True, None]
    assert unclaimed(kept) == [4]
