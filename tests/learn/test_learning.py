"""A topic learned from labels alone: fitted, written, found again, explained, and refused when it does not fit."""

import json
import random
from pathlib import Path

import pytest

from monitor.detect.assess import assess
from monitor.detect.classifier import at_base_rate, load_model
from monitor.detect.compile import Pack, compile_pack
from monitor.detect.load import default_pack_folder, load_pack
from monitor.detect.modelled import load_models
from monitor.errors import ConfigError, RuleError
from monitor.learn.corpus import read_corpus
from monitor.learn.evaluate import evaluate, wilson
from monitor.learn.topics import Trained, train_learned
from monitor.models import Decision, Document

RULE = """\
version: 1
id: rail-strike
title: A strike on the railways
severity: low
family: work
description: Trains stand still because their crews strike.
classifier: {examples: rail.jsonl}
"""
PLACES = ("Harbin", "Leeds", "Porto", "Varna", "Tampere", "Nantes")
STRIKES = ("Train drivers walk out at {}", "Rail crews in {} stop work over pay", "No trains from {} as guards strike")
OTHERS = ("Rain delays the harvest near {}", "A museum opens in {}", "Shares fall after talks in {}")
PADDING = "The mayor spoke of the budget. Schools stay open. Visitors came from the coast to see the old town."


def corpus(path: Path) -> None:
    chance = random.Random(7)
    lines = []
    for n in range(120):
        heads = STRIKES if n % 2 else OTHERS
        text = f"{PADDING} {chance.choice(heads).format(chance.choice(PLACES))}. {PADDING}"
        lines.append({"lang": "en", "title": "", "text": text, "labels": ["rail-strike"] if n % 2 else ["none"]})
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "topics").mkdir()
    (folder / "examples").mkdir()
    (folder / "topics" / "rail-strike.yaml").write_text(RULE, "utf-8")
    corpus(folder / "examples" / "rail.jsonl")
    return folder


@pytest.fixture(scope="module")
def trained(desk: Path) -> Trained:
    loaded = load_pack([desk])
    return train_learned(loaded.rules[0], compile_pack(loaded), desk / "model")


@pytest.fixture(scope="module")
def pack(desk: Path, trained: Trained) -> Pack:
    assert trained.path.is_file()
    return compile_pack(load_pack([desk]))


def test_a_topic_is_learned_from_reports_in_which_one_sentence_matters(trained: Trained) -> None:
    assert (trained.positives, trained.negatives) == (60, 60)
    assert trained.f1 > 0.95


def test_the_learned_rule_alerts_and_shows_the_sentence_it_went_by(pack: Pack) -> None:
    text = f"{PADDING} Train drivers in Leeds walk out. {PADDING}"
    (said,) = assess(Document("", text, "en"), pack, now=None)
    assert (said.rule, said.decision) == ("rail-strike", Decision.ALERT)
    (reason,) = said.reasons
    assert (reason.kind, reason.points) == ("model", said.score)
    assert "walk out" in reason.hits[0].text
    assert text[reason.hits[0].start : reason.hits[0].end] == reason.hits[0].text
    assert assess(Document("", PADDING, "en"), pack, now=None) == ()


def test_the_same_examples_give_the_same_file(desk: Path, trained: Trained, tmp_path: Path) -> None:
    loaded = load_pack([desk])
    again = train_learned(loaded.rules[0], compile_pack(loaded), tmp_path)
    assert again.path.read_bytes() == trained.path.read_bytes()


def test_evaluate_counts_the_learned_rule(desk: Path, pack: Pack) -> None:
    counts = evaluate(read_corpus(desk / "examples" / "rail.jsonl"), pack).counts["rail-strike", "all"]
    assert (counts.positives, counts.negatives) == (60, 60)
    assert counts.recall is not None
    assert counts.recall > 0.95


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: {**data, "features": 0}, "another version"),
        (lambda data: {**data, "bias": data["bias"] + 1}, "was recorded"),
        (lambda data: {**data, "bias": float("nan")}, "was recorded"),
        (lambda data: {name: data[name] for name in data if name != "whole"}, "cannot be read"),
    ],
)
def test_a_model_that_does_not_fit_is_refused_and_the_rules_go_on(
    desk: Path, trained: Trained, tmp_path: Path, change: object, said: str
) -> None:
    (tmp_path / "topics").mkdir()
    (tmp_path / "model").mkdir()
    (tmp_path / "topics" / "rail-strike.yaml").write_text(RULE, "utf-8")
    changed = change(json.loads(trained.path.read_text("utf-8")))
    broken = tmp_path / "model" / "rail-strike.json"
    broken.write_text(json.dumps(changed), "utf-8")
    with pytest.raises(RuleError, match=said):
        load_model(str(broken))
    loaded = load_pack([default_pack_folder(), tmp_path])
    (problem,) = load_models(loaded.models[-1:] if loaded.models[-1].topic == "rail-strike" else loaded.models).problems
    assert problem.level == "warning"
    storm = Document("Gunmen storm jail in the north and free dozens of fighters", "", "en")
    assert assess(storm, compile_pack(loaded), now=None)[0].decision is Decision.ALERT


def test_too_few_examples_are_refused_with_their_numbers(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "rail-strike.yaml").write_text(RULE, "utf-8")
    (tmp_path / "rail.jsonl").write_text('{"lang": "en", "text": "x", "labels": ["none"]}\n', "utf-8")
    loaded = load_pack([tmp_path])
    with pytest.raises(ConfigError, match="0 examples are labelled 'rail-strike' and 1 are not"):
        train_learned(loaded.rules[0], compile_pack(loaded), tmp_path / "model")


def test_a_probability_is_brought_to_the_base_rate() -> None:
    assert at_base_rate(0.5, 0.5, 0.01) == pytest.approx(0.01)
    assert at_base_rate(0.5, 0.01, 0.01) == pytest.approx(0.5)


def test_an_interval_covers_what_chance_allows() -> None:
    low, high = wilson(0, 100)
    assert low == 0
    assert 0.03 < high < 0.04
    assert wilson(0, 0) == (0, 1)
