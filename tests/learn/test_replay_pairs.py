"""Two reports of one event in two languages are one incident; two events of one topic, day and country are two.

The pairs and the near misses were written for this project; the points of `incidents/sameness.py` were chosen on every
other one of them.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from monitor.detect.compile import Pack, compile_pack
from monitor.detect.load import load_pack
from monitor.learn.replay import Given, dated, replay
from monitor.models import Document

ROOT = Path(__file__).resolve().parents[2]
JOINED, APART = 80, 95


@pytest.fixture(scope="module")
def pack() -> Pack:
    return compile_pack(load_pack([ROOT / "rules"]))


def pairs(name: str) -> Iterator[list[Given]]:
    for line in (ROOT / "tests" / "data" / "incidents" / name).read_text("utf-8").splitlines():
        pair = json.loads(line)
        yield sorted((given(pair[side]) for side in "ab"), key=lambda one: str(one.document.published))


def given(said: dict[str, str]) -> Given:
    published = datetime.fromisoformat(said["published"])
    return Given(
        said["id"], said["id"], said["source"], Document(said["title"], said["text"], said["lang"], published=published)
    )


def share_an_incident(pair: list[Given], pack: Pack) -> bool:
    return any(len(story.articles) == len(pair) for story in replay(dated(pair), pack).stories)


def test_reports_of_one_event_meet_across_languages(pack: Pack) -> None:
    found = [share_an_incident(pair, pack) for pair in pairs("pairs.jsonl")]
    assert len(found) == 100
    assert sum(found) >= JOINED


def test_events_of_one_topic_stay_apart(pack: Pack) -> None:
    found = [share_an_incident(pair, pack) for pair in pairs("near-misses.jsonl")]
    assert len(found) == 100
    assert len(found) - sum(found) >= APART
