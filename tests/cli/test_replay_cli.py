"""`monitor replay` as a person runs it: what is printed where, and with which exit code."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

RULE = """
version: 1
id: storm
title: An attack on a prison
severity: high
family: attack
description: For a test.
groups: {attack: {en: [storm*]}, prison: {en: [prison, jail]}}
match: [{name: stormed, near: {groups: [attack, prison], within: sentence}, points: 70}]
"""
FIRST = {
    "id": "1",
    "title": "Gunmen storm the prison of Tel Shamiya and free dozens of inmates",
    "published": "2026-11-20T08:00:00Z",
    "source": "Gazette",
    "lang": "en",
}
SECOND = {
    **FIRST,
    "id": "2",
    "title": "Gunmen storm the Tel Shamiya prison, Haddad blames rebels",
    "published": "2026-11-20T09:00:00Z",
    "source": "Herald",
    "lang": "en-GB",
}
CALM = {
    "id": "0",
    "title": "The harvest was good \u001b[2J this year \ud800",
    "published": "2026-11-19",
    "lang": "en",
    "source": "\udfff",
}


def monitor(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    environment.pop("MONITOR_CONFIG", None)
    return subprocess.run(
        [sys.executable, "-m", "monitor", "replay", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
        timeout=120,
    )


def written(*articles: dict[str, str]) -> str:
    return "".join(json.dumps(article) + "\n" for article in articles)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl.gz"
    path.write_bytes(gzip.compress(written(SECOND, FIRST, CALM).encode()))
    return path


def test_one_object_an_incident_goes_to_standard_output_and_talk_to_standard_error(given: Path) -> None:
    done = monitor(str(given))
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    told = json.loads(line)
    assert list(told)[:8] == ["incident", "rules", "severity", "opened", "place", "articles", "sources", "notices"]
    assert told["rules"][0] == "prison-attack"
    assert (told["articles"], told["decisions"], told["sources"]) == (["1", "2"], ["alert", "alert"], 2)
    assert told["opened"] == "2026-11-20T08:00:00+00:00"
    assert [(notice["at"], notice["kind"]) for notice in told["notices"]] == [
        ("2026-11-20T08:00:00+00:00", "opened"),
        ("2026-11-20T09:00:00+00:00", "updated"),
    ]
    assert done.stderr == "3 articles in 2 days: 2 alerts, 1 incident, 2 notices (1 opened, 1 updated)\n"


def test_the_text_tells_each_incident_each_day_and_the_totals(given: Path) -> None:
    done = monitor(str(given), "--format", "text")
    assert done.returncode == 0, done.stderr
    assert "2 articles from 2 sources" in done.stdout
    assert "2026-11-20 09:00  updated (high): status happening -> claimed; sources 1 -> 2; joined: " in done.stdout
    assert FIRST["title"] in done.stdout
    assert "(en), Gazette" in done.stdout
    assert "(en), Herald" in done.stdout
    rows = [line.split() for line in done.stdout.splitlines() if line.strip().startswith(("2026-11-19 ", "all "))]
    assert rows == [["2026-11-19", "1", "0", "0", "0", "0", "0", "0"], ["all", "3", "2", "0", "1", "1", "1", "0"]]
    assert "\u001b" not in done.stdout
    assert done.stderr == ""


def test_bad_lines_are_named_and_skipped_and_the_others_replayed() -> None:
    done = monitor("-", stdin=written(FIRST) + '{"title": \n{}\n' + written(SECOND))
    assert done.returncode == 1
    assert json.loads(done.stdout)["articles"] == ["1", "2"]
    assert "-:2: error: not valid JSON" in done.stderr
    assert "-:3: error: the article has neither title nor text" in done.stderr


def test_undated_articles_begin_at_the_start_that_is_given() -> None:
    undated = {name: value for name, value in FIRST.items() if name != "published"}
    done = monitor("-", "--start", "1990-01-03", "--as-given", stdin=written(undated))
    assert json.loads(done.stdout)["opened"] == "1990-01-03T00:00:00+00:00"


def test_a_configuration_brings_its_rules_and_who_would_hear(tmp_path: Path, given: Path) -> None:
    (tmp_path / "rules" / "topics").mkdir(parents=True)
    (tmp_path / "rules" / "topics" / "storm.yaml").write_text(RULE, "utf-8")
    config = tmp_path / "config.yaml"
    config.write_text(
        "version: 1\npaths: {rules: [rules]}\nfeeds: {list: ['https://feeds.example.org/rss']}\n"
        "channels:\n  desk: {url: 'terminal:'}\n  phone: {url: 'terminal:', min_severity: critical}\n",
        "utf-8",
    )
    done = monitor(str(given), "--config", str(config), "--format", "text")
    assert done.returncode == 0, done.stderr
    assert "storm" in done.stdout.splitlines()[0]
    assert "desk: opened: at once" in done.stdout
    assert "phone: high is below its critical" in done.stdout
    assert not (tmp_path / "data").exists()


def test_mistakes_have_the_exit_code_of_their_kind(tmp_path: Path) -> None:
    bad = tmp_path / "config.yaml"
    bad.write_text("version: 1\n", "utf-8")
    assert monitor("-", "--config", str(bad)).returncode == 78
    assert monitor("-", "--start", "yesterday").returncode == 2
    assert monitor().returncode == 2
    missing = monitor(str(tmp_path / "nothing.jsonl"))
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "nothing.jsonl: error: cannot be read: No such file or directory" in missing.stderr


def test_places_of_routes_are_looked_up_and_messages_are_counted_by_channel_and_day(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    channels = {name: {"url": "terminal:"} for name in ("desk", "mail", "boss")}
    routes = [
        {"when": {"place": ["Nineveh"]}, "to": ["desk"], "continue": True},
        {"to": ["mail"], "how": "digest", "at": ["07:00"]},
    ]
    written = {"version": 1, "feeds": {"list": ["https://example.org/rss"]}, "channels": channels, "routes": routes}
    config.write_text(json.dumps(written), "utf-8")
    titles = ("Gunmen storm prison in Mosul, dozens of inmates escape", "Car bomb kills three at a market in Kirkuk")
    articles = [{**FIRST, "id": title, "title": title} for title in titles]
    done = monitor("-", "--config", str(config), "--format", "text", stdin="\n".join(map(json.dumps, articles)))
    assert done.returncode == 0, done.stderr
    assert "desk: route 1: opened: at once" in done.stdout
    table = done.stdout.partition("messages (UTC)")[2].splitlines()
    assert [line.split() for line in table[:4]] == [
        ["desk", "mail", "boss"],
        ["2026-11-20", "1", "0", "0"],
        ["2026-11-21", "0", "1", "0"],
        ["all", "1", "1", "0"],
    ]
