"""Whether probabilities come true: the table, its figures, the terminal, JSON and pictures, through the command."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.detect.classifier import at_base_rate
from monitor.learn.calibration import calibration, reliability
from monitor.learn.evaluate import Counts, Evaluation, ModelScale, Scale
from monitor.learn.pictures import draw
from monitor.learn.report import calibration_lines

WITHOUT_LIBRARY = "import sys; sys.modules['matplotlib'] = None; from monitor.cli import main; main()"
# The rail strikes of every region are told in one way, so that half of the examples decide the other half.
RULE = """\
version: 1
id: rail-strike
title: A strike on the railways
severity: low
family: work
description: Trains stand still because their crews strike.
groups:
  rail: {en: [train, trains, rail]}
match:
  - {name: rail, all: [rail], points: 50}
classifier: {examples: rail.jsonl}
"""


def sampled(count: int, seed: int = 1) -> list[tuple[float, bool]]:
    chance = random.Random(seed)
    return [(p, chance.random() < p) for p in (chance.random() for _ in range(count))]


def test_the_table_counts_predicts_and_observes_per_bin() -> None:
    table = reliability([(0.05, False), (0.15, True), (0.15, False), (1.0, True)])
    assert table is not None
    assert [(one.low, one.count, one.positives) for one in table.bins] == [(0.0, 1, 0), (0.1, 2, 1), (0.9, 1, 1)]
    assert [one.predicted for one in table.bins] == pytest.approx([0.05, 0.15, 1.0])
    assert [one.observed for one in table.bins] == [0, 0.5, 1]
    low, high = table.bins[1].interval
    assert low < 0.1 < 0.9 < high
    assert table.brier == pytest.approx((0.05**2 + 0.85**2 + 0.15**2) / 4)
    assert table.brier_of_share == 0.25
    assert table.error == pytest.approx((0.05 + 2 * 0.35 + 0) / 4)


def test_nothing_labelled_gives_no_table() -> None:
    assert reliability([]) is None
    assert calibration(Evaluation(), "bombing") is None


def test_probabilities_that_come_true_have_a_small_error_and_others_a_large_one() -> None:
    honest, boastful = reliability(sampled(20_000)), reliability([(p**0.3, t) for p, t in sampled(20_000)])
    assert honest is not None
    assert boastful is not None
    assert honest.error < 0.02 < 0.2 < boastful.error
    assert honest.brier < boastful.brier


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_every_article_is_in_one_bin_and_figures_stay_within_bounds(points: list[tuple[float, bool]]) -> None:
    table = reliability(points)
    assert table is not None
    assert sum(one.count for one in table.bins) == table.count == len(points)
    assert sum(one.positives for one in table.bins) == table.positives
    assert all(one.low - 1e-9 <= one.predicted <= one.high + 1e-9 for one in table.bins)
    assert 0 <= table.error <= 1
    assert 0 <= table.brier <= 1


def evaluation() -> Evaluation:
    """Probabilities that come true among articles of which half belong, stated for one in a hundred."""
    found = Evaluation(scales={"bombing": Scale(60, 35, ModelScale(0.01, 0.02, 0.01)), "arson": Scale(60, 35)})
    for p, truth in sampled(2000):
        for topic in ("bombing", "arson"):
            found.points.setdefault(topic, []).append((round(100 * p), truth))
        found.probabilities.setdefault("bombing", []).append((at_base_rate(p, 0.5, 0.01), truth))
    for topic in ("bombing", "arson"):
        found.counts[topic, "all"] = Counts(1000, 700, 200, 1000, 100, 200)
    return found


def test_a_models_probabilities_are_brought_to_the_share_of_positives_before_they_are_compared() -> None:
    said = calibration(evaluation(), "bombing")
    assert said is not None
    assert (said.of, said.stated_for, said.articles) == ("model", 0.01, 2000)
    assert said.table.error < 0.04
    assert said.review < said.alert == pytest.approx(at_base_rate(0.02, 0.01, said.share))


def test_without_a_model_the_score_is_held_against_the_labels() -> None:
    said = calibration(evaluation(), "arson")
    assert said is not None
    assert (said.of, said.stated_for, said.alert, said.review) == ("score", None, 0.6, 0.35)


def test_a_topic_with_positives_alone_has_no_calibration() -> None:
    assert calibration(Evaluation(points={"a": [(60, True)]}, scales={"a": Scale(60, 35)}), "a") is None


def test_the_terminal_shows_the_figures_and_a_line_for_each_bin() -> None:
    said = calibration(evaluation(), "bombing")
    assert said is not None
    head, figures, *bins = calibration_lines(said)
    assert "2000 of 2000 articles (brought from 1% to" in head
    assert "expected calibration error 0.0" in figures
    assert len(bins) == len(said.table.bins) == 10
    assert "|" in bins[0]


@pytest.mark.parametrize(("form", "begins"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_pictures_are_written_in_both_formats_and_are_the_same_each_time(
    tmp_path: Path, form: str, begins: bytes
) -> None:
    first = draw(evaluation(), tmp_path / "one", "svg" if form == "svg" else "png")
    again = draw(evaluation(), tmp_path / "two", "svg" if form == "svg" else "png")
    assert [path.name for path in first] == [
        f"{name}.{form}" for name in ("arson", "arson-calibration", "bombing", "bombing-calibration")
    ]
    for one, other in zip(first, again, strict=True):
        assert one.read_bytes().startswith(begins)
        assert one.read_bytes() == other.read_bytes()


def monitor(*arguments: str, code: str = "from monitor.cli import main; main()") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of rules whose one rule has a model of its own, and articles to evaluate it on."""
    folder = tmp_path_factory.mktemp("desk")
    for name in ("topics", "examples"):
        (folder / name).mkdir()
    (folder / "topics" / "rail-strike.yaml").write_text(RULE, "utf-8")
    chance = random.Random(5)
    lines = []
    for n in range(240):
        words = chance.choices(("walk out", "new timetable"), (3, 1) if n % 2 else (1, 3))[0]
        text = f"Train crews in district {chance.randrange(9)} discuss: {words} next week."
        lines.append({"lang": "en", "title": "", "text": text, "labels": ["rail-strike"] if n % 2 else ["none"]})
    for path, half in ((folder / "examples" / "rail.jsonl", lines[:120]), (folder / "held-out.jsonl", lines[120:])):
        path.write_text("".join(json.dumps(line) + "\n" for line in half), "utf-8")
    done = monitor("train", "--rules", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def test_the_command_tells_calibration_as_text_where_a_model_speaks_and_needs_no_library_for_it(desk: Path) -> None:
    given = ("evaluate", str(desk / "held-out.jsonl"), "--rules", str(desk), "--errors", "0")
    done = monitor(*given, code=WITHOUT_LIBRARY)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("calibration of the model on 120 of 120 articles (brought from 1% to 50%") == 1
    assert "calibration of the score" not in done.stdout


def test_the_command_gives_calibration_as_json_and_draws_png(desk: Path, tmp_path: Path) -> None:
    wanted = ("--format", "jsonl", "--pictures", str(tmp_path / "out"), "--picture-format", "png")
    done = monitor("evaluate", str(desk / "held-out.jsonl"), "--rules", str(desk), *wanted)
    assert done.returncode == 0, done.stderr
    (said,) = (one for one in json.loads(done.stdout)["calibration"] if one["topic"] == "rail-strike")
    assert (said["of"], said["articles"], said["given"], said["share"]) == ("model", 120, 120, 0.5)
    assert said["expected_calibration_error"] < 0.15
    assert said["brier"] < said["brier_of_share"]
    assert sum(each["count"] for each in said["bins"]) == 120
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["rail-strike-calibration.png", "rail-strike.png"]


def test_without_the_library_the_command_says_what_to_install_before_it_works(desk: Path, tmp_path: Path) -> None:
    wanted = ("evaluate", str(desk / "held-out.jsonl"), "--pictures", str(tmp_path / "out"))
    done = monitor(*wanted, code=WITHOUT_LIBRARY)
    assert done.returncode == 1
    assert "pip install 'threat-monitor[pictures]'" in done.stderr
    assert not (tmp_path / "out").exists()
