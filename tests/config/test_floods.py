"""`storm:` and `surge:` of the configuration: what they become, and what is refused."""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config import Config, load_config
from monitor.errors import ConfigError
from monitor.incidents.surge import Limits
from monitor.models import Severity
from monitor.notify.routes import Storm

BEFORE = 'version: 1\nfeeds: {list: [https://example.org/rss]}\nchannels: {phone: {url: "terminal:"}}\n'


def load(folder: Path, text: str) -> Config:
    path = folder / "config.yaml"
    path.write_text(BEFORE + text, "utf-8")
    return load_config(path, {})


def test_both_are_on_unless_somebody_says_otherwise(tmp_path: Path) -> None:
    config = load(tmp_path, "")
    assert config.routing.storm == Storm()
    assert config.surge.enabled
    assert config.surge.limits == Limits(3.0, 8)


def test_a_storm_says_all_that_it_can(tmp_path: Path) -> None:
    storm = load(tmp_path, "storm: {after: 5, within: 30m, gather: 10m, except: [critical]}\n").routing.storm
    assert storm == Storm(5, timedelta(minutes=30), timedelta(minutes=10), (Severity.CRITICAL,))


@pytest.mark.parametrize("word", ["off", "false"])
def test_a_storm_can_be_switched_off(tmp_path: Path, word: str) -> None:
    assert load(tmp_path, f"storm: {word}\n").routing.storm is None


def test_a_surge_can_be_set_and_switched_off(tmp_path: Path) -> None:
    surge = load(tmp_path, "surge: {enabled: false, factor: 2.5, at_least: 20}\n").surge
    assert not surge.enabled
    assert surge.limits == Limits(2.5, 20)


@pytest.mark.parametrize(
    "text", ["storm: {after: 0}", "storm: {gather: 5s}", "storm: {unless: [high]}", "surge: {factor: 1}", "surge: off"]
)
def test_what_makes_no_sense_is_refused_at_its_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text + "\n")
    assert [problem.line for problem in caught.value.problems] == [4]
