"""Two reports of one event in two languages are one incident; two events of one topic, day and country are two.

The pairs and the near misses were written for this project. The points of `incidents/sameness.py` were chosen on every
other one of the first files; the second files came afterwards, and of them only every other pair was looked at.
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


@pytest.mark.parametrize(("name", "of", "joined"), [("pairs.jsonl", 100, 80), ("pairs-2.jsonl", 60, 44)])
def test_reports_of_one_event_meet_across_languages(pack: Pack, name: str, of: int, joined: int) -> None:
    found = [share_an_incident(pair, pack) for pair in pairs(name)]
    assert len(found) == of
    assert sum(found) >= joined


@pytest.mark.parametrize(("name", "of", "apart"), [("near-misses.jsonl", 100, 95), ("near-misses-2.jsonl", 60, 57)])
def test_events_of_one_topic_stay_apart(pack: Pack, name: str, of: int, apart: int) -> None:
    found = [share_an_incident(pair, pack) for pair in pairs(name)]
    assert len(found) == of
    assert len(found) - sum(found) >= apart
