"""The model that several topics share: fitted together, asked at once, moving a decision by one step at most."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.detect.assess import assess
from monitor.detect.compile import Pack, compile_pack
from monitor.detect.load import load_pack
from monitor.detect.modelled import load_models
from monitor.detect.shared import NAME, load_shared
from monitor.errors import RuleError
from monitor.learn.corpus import Labelled
from monitor.learn.topics import Trained, train_shared
from monitor.models import Assessment, Decision, Document

RULE = """\
version: 1
id: {id}
title: About {id}
severity: low
family: work
description: A topic made for a test.
groups: {{word: {{en: [{word}]}}, weak: {{en: [whisper]}}, faint: {{en: [murmur]}}}}
match:
  - {{name: said, all: [word], within: sentence, points: 60}}
  - {{name: hinted, all: [weak], within: sentence, points: 40}}
  - {{name: murmured, all: [faint], within: sentence, points: 20}}
exclude: [{{context: fiction}}]
classifier: {{points: [-40, 100]}}
"""
FICTION = "version: 1\nid: context-fiction\ntitle: Fiction\nterms: {en: [novel]}\n"
SENTENCES = {
    "floods": ("Water stands in the cellars", "The river left its bed", "Boats carried people from their roofs"),
    "fires": ("Flames took the whole street", "Smoke stood over the harbour", "Firemen fought the blaze all night"),
}
PADDING = ("The mayor opened a fair", "Schools close early", "Shares fell a little", "A choir sang in the square")
Train = Callable[[Path], list[Trained]]


def articles() -> list[Labelled]:
    chance = random.Random(11)
    made = []
    for n in range(180):
        topic = ("floods", "fires", "")[n % 3]
        told = [chance.choice(PADDING), chance.choice(SENTENCES[topic] if topic else PADDING), chance.choice(PADDING)]
        labels = frozenset({topic} if topic else {"none"})
        made.append(Labelled(str(n), "en", "", ". ".join(told) + ".", labels))
    return made


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shared")
    (folder / "topics").mkdir()
    (folder / "lists").mkdir()
    (folder / "lists" / "context-fiction.yaml").write_text(FICTION, "utf-8")
    for topic, word in (("floods", "deluge"), ("fires", "inferno")):
        (folder / "topics" / f"{topic}.yaml").write_text(RULE.format(id=topic, word=word), "utf-8")
    return folder


@pytest.fixture(scope="module")
def trained(desk: Path) -> list[Trained]:
    return train_shared(compile_pack(load_pack([desk])), articles(), desk / "model", lambda: None)


@pytest.fixture(scope="module")
def pack(desk: Path, trained: list[Trained]) -> Pack:
    assert all(one.path.name == f"{NAME}.json" for one in trained)
    return compile_pack(load_pack([desk]))


def said(pack: Pack, text: str, title: str = "") -> dict[str, Assessment]:
    return {each.rule: each for each in assess(Document(title, text, "en"), pack, now=None, ignored=True)}


def test_each_topic_is_told_apart_on_articles_that_were_held_back(trained: list[Trained]) -> None:
    assert [(one.topic, one.positives, one.negatives) for one in trained] == [("fires", 60, 120), ("floods", 60, 120)]
    assert all(one.f1 > 0.95 for one in trained)


def test_without_evidence_the_model_asks_for_review_by_its_best_sentence_and_never_alerts(pack: Pack) -> None:
    text = "Schools close early. Boats carried people from their roofs. The river left its bed."
    floods = said(pack, text)["floods"]
    assert floods.decision is Decision.REVIEW
    assert floods.reasons[0].hits[0].text == "Boats carried people from their roofs."
    assert sum(reason.points for reason in floods.reasons) == floods.score
    assert "fires" not in said(pack, text)


def test_a_sentence_of_a_vetoed_context_is_no_reason_to_look(pack: Pack) -> None:
    text = "Boats carried people from their roofs in her new novel."
    floods = said(pack, text).get("floods")
    assert floods is None or floods.decision is Decision.IGNORED


@pytest.mark.parametrize(
    ("text", "without", "with_model"),
    [
        ("A whisper. Boats carried people from their roofs. The river left its bed.", Decision.REVIEW, Decision.ALERT),
        ("The word deluge fell. A choir sang in the square. Shares fell a little.", Decision.ALERT, Decision.REVIEW),
        ("A murmur. Boats carried people from their roofs. The river left its bed.", Decision.IGNORED, Decision.REVIEW),
        ("One whisper. A choir sang in the square. Shares fell a little.", Decision.REVIEW, Decision.REVIEW),
    ],
)
def test_a_model_moves_a_decision_by_one_step(pack: Pack, text: str, without: Decision, with_model: Decision) -> None:
    unaided = compile_pack(replace(pack.loaded, models=()))
    assert said(unaided, text)["floods"].decision is without
    moved = said(pack, text)["floods"]
    assert moved.decision is with_model
    assert sum(reason.points for reason in moved.reasons) == moved.score


def test_the_same_articles_give_the_same_file(desk: Path, trained: list[Trained], tmp_path: Path) -> None:
    again = train_shared(compile_pack(load_pack([desk])), articles(), tmp_path, lambda: None)
    assert again[0].path.read_bytes() == trained[0].path.read_bytes()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda data: {**data, "features": 0}, "another version"),
        (lambda data: {**data, "bias": [value + 1 for value in data["bias"]]}, "were recorded"),
        (lambda data: {**data, "vocabulary": data["vocabulary"][1:]}, "not of one size"),
        (lambda data: {**data, "whole": None}, "cannot be read"),
        (lambda data: {**data, "topics": ["floods"]}, "not of one size"),
    ],
)
def test_a_model_that_does_not_fit_is_refused_and_an_earlier_one_is_used(
    desk: Path, trained: list[Trained], tmp_path: Path, change: Callable[[object], object], told: str
) -> None:
    changed = tmp_path / f"{NAME}.json"
    changed.write_text(json.dumps(change(json.loads(trained[0].path.read_text("utf-8")))), "utf-8")
    with pytest.raises(RuleError, match=told):
        load_shared(str(changed))
    loaded = load_pack([desk], tmp_path)
    (problem,) = load_models(loaded.models).problems
    assert problem.level == "warning"
    assert said(compile_pack(loaded), "A deluge came.")["floods"].model is not None
