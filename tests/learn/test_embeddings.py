"""Embeddings for a topic learned from labels: one more look, with an encoder that is optional, local, and checked."""

import dataclasses
import json
import multiprocessing
import random
import sys
import types
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from monitor.cli.check import check_rules
from monitor.cli.explain import _text
from monitor.daemon.operations import _unused_models
from monitor.detect import embeddings
from monitor.detect.assess import assess
from monitor.detect.classifier import load_model, model_to
from monitor.detect.compile import Pack, compile_pack
from monitor.detect.embeddings import Encoder, article_text, load_local, load_or_fetch, vectors_of
from monitor.detect.explain import explain
from monitor.detect.load import LoadedPack, load_pack
from monitor.detect.modelled import load_models
from monitor.detect.reading import Reading
from monitor.detect.selftest import run_tests
from monitor.errors import MonitorError, RuleError
from monitor.learn.topics import Trained, train_learned
from monitor.models import Document, SnapshotRef
from monitor.snapshot import Snapshot

ENCODER = "some/encoder"
RULE = """\
version: 1
id: rail-strike
title: A strike on the railways
severity: low
family: work
description: Trains stand still because their crews strike.
classifier: {examples: rail.jsonl, embeddings: some/encoder}
tests:
  - {name: plain, lang: en, title: Train crews quit work, expect: {decision: alert}}
"""
PLACES = ("Harbin", "Leeds", "Porto", "Varna", "Tampere", "Nantes")
STRIKES = ("Train drivers walk out at {}", "Rail crews in {} stop", "No trains from {} as guards strike")
OTHERS = ("Rain delays the harvest near {}", "A museum opens in {}", "Shares fall after talks in {}")
MEANINGS = (
    ("train", "rail", "tåg"),
    ("strike", "walk", "stop", "strejk", "quit"),
    ("rain", "museum", "shares", "regn"),
)
UNSEEN = Document("Tåg: strejk", "", "en")


class Fake:
    """Knows three meanings in any language, and takes a little of everything else into its vector."""

    def __init__(self, name: str, noise: int = 0, size: int = 6) -> None:
        self.name, self.seen = name, 0
        self._noise, self._size = noise, size

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        self.seen += len(texts)
        rows = []
        for text in texts:
            chance = random.Random(f"{text}{self._noise}")
            meant = [float(sum(word in text.lower() for word in words)) for words in MEANINGS]
            rows.append([*meant, *(chance.uniform(0.1, 0.3) for _ in range(self._size - 3))])
        return rows


def stub(name: str) -> Encoder:
    return Fake(name)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "topics").mkdir()
    (folder / "examples").mkdir()
    (folder / "topics" / "rail-strike.yaml").write_text(RULE, "utf-8")
    chance, lines = random.Random(7), []
    for n in range(80):
        head = chance.choice(STRIKES if n % 2 else OTHERS).format(chance.choice(PLACES))
        lines.append({"lang": "en", "title": head, "text": "", "labels": ["rail-strike"] if n % 2 else ["none"]})
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "examples" / "rail.jsonl").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def trained(desk: Path) -> Trained:
    loaded = load_pack([desk])
    return train_learned(loaded.rules[0], compile_pack(loaded), desk / "model", stub)


@pytest.fixture(scope="module")
def loaded(desk: Path, trained: Trained) -> LoadedPack:
    assert trained.path.is_file()
    return load_pack([desk])


@pytest.fixture(scope="module")
def pack(loaded: LoadedPack) -> Pack:
    return compile_pack(loaded)


def test_the_vector_tells_what_no_word_of_the_examples_does(
    desk: Path, trained: Trained, pack: Pack, tmp_path: Path
) -> None:
    strike, rain = (_score(article, pack, stub) for article in (UNSEEN, Document("Regn", "", "en")))
    assert strike > rain + 30
    assert trained.f1 > 0.95
    (tmp_path / "topics").mkdir()
    plain = RULE.replace(", embeddings: some/encoder", "").replace("rail.jsonl", str(desk / "examples" / "rail.jsonl"))
    (tmp_path / "topics" / "rail-strike.yaml").write_text(plain, "utf-8")
    without = load_pack([tmp_path])
    train_learned(without.rules[0], compile_pack(without), tmp_path / "model")
    words = compile_pack(load_pack([tmp_path]))
    assert _score(UNSEEN, words, stub) < strike - 10


def _score(article: Document, pack: Pack, loader: Callable[[str], Encoder]) -> int:
    (said,) = assess(article, pack, now=None, ignored=True, loader=loader)
    return said.score


def test_the_block_is_data_and_the_same_examples_give_the_same_file(
    loaded: LoadedPack, pack: Pack, trained: Trained, tmp_path: Path
) -> None:
    block = json.loads(trained.path.read_text("utf-8"))["embeddings"]
    assert (block["encoder"], block["dimension"], block["version"]) == (ENCODER, 6, embeddings.VERSION)
    assert len(block["weights"]) == len(block["probe"]) == 6
    again = train_learned(loaded.rules[0], pack, tmp_path, stub)
    assert again.path.read_bytes() == trained.path.read_bytes()
    model = load_model(str(trained.path))
    assert model_to(model, [], [])["embeddings"] == block


def test_children_are_told_which_encoder_a_model_needs(loaded: LoadedPack) -> None:
    (model,) = LoadedPack.from_json(loaded.to_json()).models
    assert model.embeddings == ENCODER
    assert model == loaded.models[0]


def test_an_article_is_encoded_once_and_in_measure(pack: Pack) -> None:
    made = Fake(ENCODER)
    load = lambda name: made  # noqa: E731 - one loader, so that its models are read once
    assess(UNSEEN, pack, now=None, loader=load)
    assert made.seen == 2, "the probe and the article"
    assess(UNSEEN, pack, now=None, loader=load)
    assert made.seen == 3
    long = article_text(Document("Head", "\ud800" + "x" * 9000, "en"))
    assert len(long) == embeddings.MOST_CHARACTERS
    assert long.isascii()


@pytest.mark.parametrize(
    ("loader", "said"),
    [
        (lambda name: Fake(name, size=5), "gives 5 numbers, 6 were learned"),
        (lambda name: Fake(name, noise=1), "are not those it learned with"),
        (lambda name: types.SimpleNamespace(encode=lambda texts: [[float("nan")] * 6 for _ in texts]), "no usable"),
        (lambda name: types.SimpleNamespace(), "cannot be used (AttributeError)"),
    ],
)
def test_another_encoder_is_refused_and_the_topic_goes_on_without_its_model(
    pack: Pack, loader: Callable[[str], Encoder], said: str
) -> None:
    (problem,) = load_models(pack.loaded.models, loader).problems
    assert (problem.level, problem.code) == ("warning", "bad-model")
    assert said in problem.message
    assert assess(UNSEEN, pack, now=None, loader=loader) == ()


@pytest.mark.parametrize(
    ("asks", "said"),
    [
        ("other/encoder", "learned with 'some/encoder', its rule asks for 'other/encoder'"),
        (None, "its rule asks for no embeddings"),
    ],
)
def test_a_rule_that_asks_for_another_encoder_refuses_the_model(
    loaded: LoadedPack, asks: str | None, said: str
) -> None:
    file = dataclasses.replace(loaded.models[0], embeddings=asks)
    (problem,) = load_models((file,), stub).problems
    assert said in problem.message


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 0}, "another version"),
        ({"dimension": 7}, "dimension"),
        ({"bias": 99.0}, "was recorded"),
    ],
)
def test_a_block_that_does_not_fit_is_refused(
    trained: Trained, tmp_path: Path, change: dict[str, object], said: str
) -> None:
    data = json.loads(trained.path.read_text("utf-8"))
    broken = tmp_path / "rail-strike.json"
    broken.write_text(json.dumps({**data, "embeddings": {**data["embeddings"], **change}}), "utf-8")
    with pytest.raises(RuleError, match=said):
        load_model(str(broken))


def test_a_text_that_the_encoder_cannot_take_is_judged_by_its_words_and_says_so(pack: Pack) -> None:
    class Picky(Fake):
        def encode(self, texts: Sequence[str]) -> list[list[float]]:
            if any("Leeds" in text for text in texts):
                raise TypeError("no such text")
            return super().encode(texts)

    article = Document("No trains from Leeds as guards strike", "", "en")
    (said,) = assess(article, pack, now=None, ignored=True, loader=Picky)
    assert said.reasons[0].name == "learned from examples, without embeddings: the encoder failed on this article"
    assert said.score > 50


@pytest.fixture
def no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    load_local.cache_clear()
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")


@pytest.mark.usefixtures("no_library")
def test_without_the_extra_the_remedy_is_told_by_check_and_explain(desk: Path, loaded: LoadedPack, pack: Pack) -> None:
    remedy = "pip install 'threat-monitor[embeddings]'"
    (problem,) = load_models(loaded.models).problems
    assert remedy in problem.message
    assert assess(UNSEEN, pack, now=None) == ()
    (explained,) = explain(Reading(UNSEEN, pack), only=["rail-strike"]).rules
    assert remedy in explained.lacking
    lines = "\n".join(line.plain for line in _text(UNSEEN, "x", explain(Reading(UNSEEN, pack))))
    assert "rail-strike: has no model in force" in lines
    assert remedy in lines
    with pytest.raises(MonitorError, match="threat-monitor"):
        train_learned(loaded.rules[0], pack, desk / "elsewhere")
    assert not (desk / "elsewhere").exists()


@pytest.mark.usefixtures("no_library")
def test_without_the_extra_check_warns_and_every_other_rule_stays_in_force(desk: Path, pack: Pack) -> None:
    problems, said = check_rules([desk])
    assert said.startswith("SUCCESS")
    assert {problem.level for problem in problems} == {"warning"}
    assert "bad-model" in {problem.code for problem in problems}
    (result,) = run_tests(pack)
    assert result.problem is not None
    assert (result.problem.level, result.problem.code) == ("warning", "test-failed")
    assert any("threat-monitor[embeddings]" in problem.message for problem in problems)


def test_a_learned_topic_that_was_never_trained_says_so(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "rail-strike.yaml").write_text(RULE, "utf-8")
    pack = compile_pack(load_pack([tmp_path]))
    (explained,) = explain(Reading(UNSEEN, pack), loader=stub).rules
    assert "monitor train" in explained.lacking


def test_embeddings_without_examples_are_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "topics").mkdir()
    given = RULE.replace("examples: rail.jsonl, ", "")
    given += "groups: {g: {en: [strike]}}\nmatch: [{name: a, any: [g], points: 60}]\n"
    (tmp_path / "topics" / "rail-strike.yaml").write_text(given, "utf-8")
    with pytest.raises(RuleError, match="examples: FILE"):
        load_pack([tmp_path])


class Library(types.ModuleType):
    """Stands for sentence_transformers, and keeps how it was called."""

    calls: list[dict[str, object]]

    def __init__(self, absent: bool = False) -> None:
        super().__init__("sentence_transformers")
        self.calls = calls = []

        class SentenceTransformer(Fake):
            def __init__(self, name: str, **given: object) -> None:
                super().__init__(name)
                calls.append(given)
                if absent:
                    raise OSError("not in the cache\nand more")

            def encode(self, texts: Sequence[str], **given: object) -> list[list[float]]:
                calls.append(given)
                return super().encode(texts)

        self.SentenceTransformer = SentenceTransformer


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Callable[[Library], Library]:
    def put(made: Library) -> Library:
        load_local.cache_clear()
        monkeypatch.setitem(sys.modules, "sentence_transformers", made)
        monkeypatch.setenv("HF_HUB_OFFLINE", "0")
        monkeypatch.setenv("TOKENIZERS_PARALLELISM", "true")
        return made

    return put


def test_the_service_reads_local_files_only_and_training_may_fetch(
    library: Callable[[Library], Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    used = library(Library())
    load_or_fetch(ENCODER)
    assert used.calls[-1] == {"device": "cpu", "local_files_only": False}
    assert embeddings.os.environ["HF_HUB_OFFLINE"] == "0"
    one = load_local(ENCODER)
    assert used.calls[-1] == {"device": "cpu", "local_files_only": True}
    assert embeddings.os.environ["HF_HUB_OFFLINE"] == "1"
    assert vectors_of(one, ["a train"]) == vectors_of(Fake(ENCODER), ["a train"])
    assert used.calls[-1] == {"show_progress_bar": False}
    monkeypatch.setattr(embeddings, "parent_process", multiprocessing.current_process)
    assert load_local(ENCODER) is one, "a child shares what was loaded before it was forked"
    with pytest.raises(MonitorError, match="restart the service"):
        load_local("other/encoder")
    load_local.cache_clear()


def test_files_that_are_not_here_are_told_with_the_remedy(library: Callable[[Library], Library]) -> None:
    library(Library(absent=True))
    with pytest.raises(MonitorError, match=r"`monitor train` fetches them \(not in the cache\)$"):
        load_local(ENCODER)


def test_status_names_the_models_that_are_not_used(loaded: LoadedPack) -> None:
    problems = load_models(loaded.models, lambda name: Fake(name, size=5)).problems
    at_start = Snapshot(SnapshotRef("x", "x"), None, (), problems, frozenset({ENCODER}))  # type: ignore[arg-type]
    (told,) = _unused_models(at_start, frozenset({ENCODER}))
    assert "gives 5 numbers" in told
    later = dataclasses.replace(at_start, warnings=())
    assert _unused_models(later, frozenset({ENCODER})) == []
    (told,) = _unused_models(later, frozenset())
    assert "restart" in told
