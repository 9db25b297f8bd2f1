"""From what people answered to a model in force: fitted again, written, found, and refused when it does not fit."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

import pytest

from monitor.detect.assess import assess
from monitor.detect.compile import compile_pack
from monitor.detect.load import default_pack_folder, load_pack
from monitor.detect.modelled import load_models
from monitor.errors import MonitorError
from monitor.learn.corpus import Labelled
from monitor.learn.verdicts import Left, Refitted, refit
from monitor.models import Article, Assessment, Decision, Document, FeedSettings, Finding, Identity, Severity
from monitor.snapshot import MODELS, build, load_rules
from monitor.store import articles, feeds, verdicts
from monitor.store.database import Database, open_reader, open_writer

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
RULE = """\
version: 1
id: {id}
title: A strike on the railways
severity: low
family: work
description: Trains stand still because their crews strike.
groups:
  rail: {{en: [train, trains, rail]}}
match:
  - {{name: rail, all: [rail], points: 50}}
{classifier}
tests:
  - {{name: told, lang: en, title: Train crews plan to walk out, expect: {{decision: {decision}}}}}
"""
TOWNS = ("Harbin", "Leeds", "Porto", "Varna", "Tampere", "Nantes")


def write_rule(folder: Path, name: str, classifier: str = "classifier: {}", decision: str = "review") -> None:
    (folder / "topics").mkdir(parents=True, exist_ok=True)
    body = RULE.format(id=name, classifier=classifier, decision=decision)
    (folder / "topics" / f"{name}.yaml").write_text(body, "utf-8")


def shipped() -> list[Labelled]:
    """Strikes are walk-outs here; nobody has written yet that crews *down tools*."""
    chance = random.Random(3)
    made = []
    for n in range(90):
        strikes = n % 3 == 0
        text = f"Train crews in {chance.choice(TOWNS)} " + (
            "walk out over pay." if strikes else "test a new timetable."
        )
        made.append(Labelled(str(n), "en", "", text, frozenset({"rail-strike"} if strikes else ())))
    return made


def store(db: Database, name: str, title: str, *rules: str) -> int:
    def digest(text: str) -> str:
        return blake2b(text.encode(), digest_size=16).hexdigest()

    known = feeds.find(db, "https://news.example/feed")
    feed = known.id if known else feeds.add(db, FeedSettings("https://news.example/feed"), NOW)
    identity = Identity(digest(name), digest(f"link {name}"), digest(f"content {name}"))
    said = tuple(
        Assessment(
            rule=rule,
            title="A rule",
            family="work",
            score=50,
            decision=Decision.REVIEW,
            severity=Severity.LOW,
            stage="stable",
            window=3600.0,
            reasons=(),
        )
        for rule in rules
    )
    article = Article(
        identity=identity,
        revises=False,
        url=f"https://news.example/{name}",
        title=title,
        text="",
        lang="en",
        first_seen=NOW,
        published=None,
        published_raw="",
        author="",
        notes=(),
    )
    number = articles.add(db, feed, Finding(article, said, title.casefold()), "snapshot", NOW)
    assert number is not None
    return number


def judge(db: Database, count: int, rule: str, true: str, false: str) -> None:
    """People judge so many articles of a rule: every second one is right, the others are wrong in either way."""
    for n in range(count):
        number = store(db, f"{rule} {n}", f"{(false if n % 2 else true)} {TOWNS[n % 6]}", rule)
        answer = "true" if n % 2 == 0 else ("false", "not-relevant")[n // 2 % 2]
        verdicts.record(db, str(number), answer, "", NOW)  # type: ignore[arg-type]  # one of the three


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_writer(tmp_path / "data", now=NOW, create=True) as database:
        database.conn.execute("PRAGMA synchronous = OFF")
        yield database


def test_verdicts_teach_the_rules_that_fired_and_no_others(db: Database, tmp_path: Path) -> None:
    write_rule(tmp_path, "rail-strike")
    write_rule(tmp_path, "quiet")
    judge(db, 40, "rail-strike", "Train drivers down tools in", "Train models are on show in")
    judge(db, 4, "other", "Rail sabotage in", "Rail fares rise in")
    pack = compile_pack(load_pack([tmp_path]))
    quiet, done = refit(pack, shipped(), list(verdicts.judged(db)), tmp_path / MODELS, lambda: None)
    assert quiet == Left("quiet", "no verdict speaks of it")
    assert isinstance(done, Refitted)
    assert (done.positives, done.negatives, done.confirmed, done.rejected) == (30, 60, 20, 20)
    assert done.right_before is not None
    assert done.right_before < done.right_after
    assert done.f1_before is not None
    assert done.f1_before < done.f1_after
    assert [path.name for path in (tmp_path / MODELS).iterdir()] == ["rail-strike.json"]
    taught = compile_pack(load_pack([tmp_path], tmp_path / MODELS))
    alike, unlike = (
        next(one.model for one in assess(Document(title, "", "en"), taught, now=None) if one.rule == "rail-strike")
        for title in ("Train drivers down tools in Lyon", "Train models are on show in Lyon")
    )
    assert alike is not None
    assert unlike is not None
    assert alike > 10 * unlike


def test_rules_with_too_few_positives_in_all_keep_their_model(db: Database, tmp_path: Path) -> None:
    write_rule(tmp_path, "quiet")
    judge(db, 20, "quiet", "Trains still in", "Trains run in")
    pack = compile_pack(load_pack([tmp_path]))
    (left,) = refit(pack, shipped(), list(verdicts.judged(db)), tmp_path / MODELS, lambda: None)
    assert left == Left("quiet", "10 positives and 100 negatives with all verdicts, 20 of each are needed")
    assert not (tmp_path / MODELS).exists()


def test_few_verdicts_are_refused_with_their_number(db: Database, tmp_path: Path) -> None:
    write_rule(tmp_path, "rail-strike")
    judge(db, 19, "rail-strike", "Trains still in", "Trains run in")
    pack = compile_pack(load_pack([tmp_path]))
    with pytest.raises(MonitorError, match="19 articles were judged, and 20 are needed"):
        refit(pack, shipped(), list(verdicts.judged(db)), tmp_path / MODELS, lambda: None)


def monitor(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "monitor", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
        check=False,
        timeout=180,
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation whose people judged 60 articles of one rule; its model is fitted again by the command.

    The shipped rules and lists are switched off: reading them over and over would take most of the time.
    """
    folder = tmp_path_factory.mktemp("desk")
    write_rule(folder / "rules", "rail-strike")
    for kind in ("topics", "filters", "lists"):
        (folder / "rules" / kind).mkdir(exist_ok=True)
        for shipped_file in (default_pack_folder() / kind).glob("*.yaml"):
            switch = f"version: 1\nid: {shipped_file.stem}\nenabled: false\n"
            (folder / "rules" / kind / shipped_file.name).write_text(switch, "utf-8")
    config = {"version": 1, "paths": {"rules": ["rules"]}, "feeds": {"list": ["https://example.org/rss"]}}
    text = json.dumps({**config, "channels": {"told": {"url": "terminal:"}}})
    (folder / "config.yaml").write_text(text, "utf-8")
    with open_writer(folder / "data", now=NOW, create=True) as db:
        judge(db, 60, "rail-strike", "Train drivers down tools in", "Train models are on show in")
    done = monitor("train", "--verdicts", "--config", str(folder / "config.yaml"))
    assert done.returncode == 0, done.stderr
    (folder / "told.txt").write_text(done.stdout, "utf-8")
    return folder


@pytest.fixture
def own(desk: Path, tmp_path: Path) -> Path:
    """A copy of the installation that a test may spoil."""
    shutil.copytree(desk, tmp_path / "own")
    return tmp_path / "own"


def test_the_command_tells_what_was_learned_and_writes_to_the_data_folder(desk: Path) -> None:
    model = desk / "data" / "model" / "rail-strike.json"
    told = [line for line in (desk / "told.txt").read_text("utf-8").splitlines() if line.startswith("rail-strike: ")]
    assert len(told) == 1
    assert "0 positives and " in told[0]
    assert "30 and 30 judged; F1 out of fold none -> " in told[0]
    assert told[0].endswith(f" of 60: {model}")
    assert model.is_file()
    with open_reader(desk / "data") as db:
        assert len(list(verdicts.judged(db))) == 60


def test_the_service_and_assess_use_the_model_of_the_data_folder(desk: Path, tmp_path: Path) -> None:
    snapshot = build(desk / "config.yaml", tmp_path)
    assert not [one for one in snapshot.warnings if one.code == "bad-model"]
    data = json.loads(Path(snapshot.ref.path).read_text("utf-8"))
    (used,) = (Path(path) for topic, path, *_ in data["models"] if topic == "rail-strike")
    assert used.read_bytes() == (desk / "data" / "model" / "rail-strike.json").read_bytes()
    article = tmp_path / "article.jsonl"
    article.write_text(json.dumps({"title": "Train drivers down tools in Lyon", "lang": "en"}), "utf-8")
    done = monitor("assess", str(article), "--config", str(desk / "config.yaml"), "--all")
    (said,) = (one for one in json.loads(done.stdout)["assessments"] if one["rule"] == "rail-strike")
    assert said["model"] is not None
    assert "model" in [reason["kind"] for reason in said["reasons"]]


def test_an_outdated_model_is_a_visible_warning_and_does_not_keep_the_service_from_starting(own: Path) -> None:
    path = own / "data" / "model" / "rail-strike.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "features": 0}), "utf-8")
    (warning,) = (one for one in build(own / "config.yaml").warnings if one.code == "bad-model")
    assert (warning.path, warning.level) == (str(path), "warning")
    assert "another version" in warning.message
    checked = monitor("check", str(own / "config.yaml"))
    assert checked.returncode == 0
    assert f"{path}: warning: this model was made by another version" in checked.stdout


def test_a_model_with_which_its_rule_fails_its_tests_is_not_used_and_not_kept(own: Path) -> None:
    write_rule(own / "rules", "rail-strike", "classifier: {points: [20, 20]}")
    path = own / "data" / "model" / "rail-strike.json"
    loaded = load_rules([own / "rules"], path.parent)
    assert not [one for one in loaded.models if one.topic == "rail-strike"]
    (warning,) = (one for one in loaded.warnings if one.code == "bad-model")
    assert warning.path == str(path)
    assert "not used: with it test 'told' fails: expected review, got alert" in warning.message
    done = monitor("train", "--verdicts", "--config", str(own / "config.yaml"))
    assert done.returncode == 1
    assert "rail-strike: not kept: this model is not used: with it test 'told' fails" in done.stderr
    assert not path.exists()


def test_a_refused_model_gives_way_to_the_shipped_one(desk: Path, tmp_path: Path) -> None:
    write_rule(tmp_path, "rail-strike")
    fitted = desk / "data" / "model" / "rail-strike.json"
    for folder in (tmp_path / "model", tmp_path / "mine"):
        folder.mkdir()
        shutil.copy(fitted, folder)
    both = load_pack([tmp_path], tmp_path / "mine").models
    assert [Path(one.path).parent.name for one in both] == ["model", "mine"]
    (tmp_path / "mine" / "rail-strike.json").write_text("{}", "utf-8")
    loaded = load_pack([tmp_path], tmp_path / "mine")
    (problem,) = load_models(loaded.models).problems
    assert Path(problem.path).parent.name == "mine"
    (said,) = assess(Document("Train drivers down tools in Lyon", "", "en"), compile_pack(loaded), now=None)
    assert said.model is not None


def test_the_command_refuses_few_verdicts_and_a_mix_of_purposes(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(
        "version: 1\nfeeds: {list: [https://example.org/rss]}\nchannels: {t: {url: 'terminal:'}}\n", "utf-8"
    )
    with open_writer(tmp_path / "data", now=NOW, create=True) as db:
        judge(db, 3, "bombing", "Bomb in", "Bombastic talk in")
    done = monitor("train", "--verdicts", "--config", str(config))
    assert done.returncode == 1
    assert "3 articles were judged, and 20 are needed" in done.stderr
    assert not (tmp_path / "data" / "model").exists()
    assert monitor("train", "--verdicts", "--pack", "--config", str(config)).returncode == 2
