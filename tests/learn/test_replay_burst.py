"""Sixty articles on one bombing in a day: one incident, told of a handful of times."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from monitor.detect.compile import compile_pack
from monitor.detect.load import load_pack
from monitor.learn.replay import Given, Replayed, Story, dated, replay
from monitor.models import Document

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def burst() -> Replayed:
    return played("burst.jsonl")


def played(name: str) -> Replayed:
    articles = []
    for line in (ROOT / "tests" / "data" / "incidents" / name).read_text("utf-8").splitlines():
        said = json.loads(line)
        document = Document(
            said["title"], said["text"], said["lang"], published=datetime.fromisoformat(said["published"])
        )
        articles.append(Given(said["id"], said["id"], said["source"], document))
    return replay(dated(articles), compile_pack(load_pack([ROOT / "rules"])))


@pytest.fixture(scope="module")
def story(burst: Replayed) -> Story:
    return max(burst.stories, key=lambda one: len(one.articles))


def test_the_burst_is_opened_at_once_and_told_of_at_most_five_times_more(story: Story) -> None:
    opened, *later = story.incident.notices
    assert len(story.articles) >= 45
    assert (opened.kind, opened.at) == ("opened", story.incident.opened_at)
    assert 3 <= len(later) <= 5
    assert {notice.kind for notice in later} == {"updated", "escalated"}


def test_each_notice_says_what_changed_and_each_quiet_report_why_nobody_was_told(story: Story) -> None:
    said = " | ".join(notice.reason for notice in story.incident.notices)
    for change in ("sources 1 -> 3", "killed 3 -> 7", "denial happening -> denied"):
        assert change in said
    quiet = [report for report in story.incident.reports if "nothing of substance is new" in report.reason]
    assert len(quiet) > 25


def test_it_ends_important_and_credible_with_reasons(story: Story) -> None:
    incident = story.incident
    assert incident.importance is not None
    assert incident.credibility is not None
    assert incident.importance.value >= 80
    assert incident.credibility.value >= 60
    assert any("12 killed" in why for why, _ in incident.importance.reasons)
    assert next(event.state for event in incident.events) == "opened"


@pytest.mark.parametrize(("name", "reports"), [("burst-2.jsonl", 90), ("burst-3.jsonl", 75)])
def test_with_claims_reactions_and_explainers_the_main_incident_stays_whole_and_quiet(name: str, reports: int) -> None:
    found = played(name)
    main = max(found.stories, key=lambda one: len(one.articles))
    told = Counter(notice.kind for notice in main.incident.notices)
    assert len(main.articles) >= reports
    assert told["opened"] == 1
    assert told["updated"] <= 6
    assert told["escalated"] <= 4
    assert len(found.stories) <= 5
