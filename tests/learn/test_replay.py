"""A replay: dated articles through the whole flow, with a clock of its own and nobody to send to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.detect.compile import Pack, compile_pack
from monitor.detect.load import default_pack_folder, load_pack
from monitor.learn.replay import START, Audience, Given, Replayed, dated, in_order, replay
from monitor.models import Decision, Document, FeedSettings, Severity, Target

DAY = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

RULES = {
    "storm": """
version: 1
id: storm
title: An attack on a prison
severity: high
family: attack
description: For a test.
max_age: 72h
groups: {attack: {en: [storm*, raid*]}, prison: {en: [prison, jail]}}
match:
  - {name: stormed, near: {groups: [attack, prison], within: sentence}, points: 70}
  - {name: prison, all: [prison], points: 40, cap: review}
decide: {alert: 60, review: 35}
incident: {window: 36h}
""",
    "massacre": """
version: 1
id: massacre
title: Many dead
severity: critical
family: attack
description: For a test.
groups: {massacre: {en: [massacre]}}
match: [{name: massacre, all: [massacre], points: 90}]
decide: {alert: 60, review: 35}
incident: {window: 36h}
""",
}
STORM = "Gunmen storm the prison of Tel Shamiya and free dozens of inmates before dawn"
AGAIN = "Gunmen storm prison of Tel Shamiya before dawn, dozens of inmates freed"
OWN_WORDS = Document("Gunmen storm the Tel Shamiya prison, Haddad blames rebels", "", "en", published=DAY + HOUR)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "topics").mkdir()
    for name, text in RULES.items():
        (folder / "topics" / f"{name}.yaml").write_text(text, "utf-8")
    return compile_pack(load_pack([folder]))


def article(name: str, title: str, at: datetime | None = DAY, *, source: str = "Gazette", url: str = "") -> Given:
    text = f"{title}. The governor confirmed it, residents heard shots and roads were closed for hours."
    return Given(name, name, source, Document(title, text, "en", url, at))


def play(pack: Pack, *articles: Given, start: datetime | None = None, sort: bool = True) -> Replayed:
    timed = dated(articles, start)
    return replay(in_order(timed) if sort else timed, pack)


def groups(found: Replayed) -> list[list[str]]:
    return [list(story.articles) for story in found.stories]


def kinds(found: Replayed) -> list[str]:
    return [notice.kind for story in found.stories for notice in story.incident.notices]


def test_two_reports_of_one_event_are_one_incident_that_is_told_and_updated(pack: Pack) -> None:
    own = replace(OWN_WORDS, text=f"{OWN_WORDS.title}. Soldiers combed orchards all morning.")
    found = play(pack, article("1", STORM), Given("2", "2", "Herald", own))
    (story,) = found.stories
    assert story.articles == {"1": Decision.ALERT, "2": Decision.ALERT}
    assert (story.incident.rules, story.incident.sources) == (("storm",), 2)
    assert story.incident.opened_at == DAY
    assert [(notice.at, notice.kind) for notice in story.incident.notices] == [(DAY, "opened"), (DAY + HOUR, "updated")]
    assert all(notice.reason for notice in story.incident.notices)


def test_two_events_alike_in_topic_alone_are_two_incidents(pack: Pack) -> None:
    other = "Rebels raid a jail in Port Lamy, three guards killed in a gunfight at noon"
    assert groups(play(pack, article("1", STORM), article("2", other, DAY + HOUR))) == [["1"], ["2"]]


def test_the_same_event_after_its_window_opens_anew(pack: Pack) -> None:
    assert groups(play(pack, article("1", STORM), article("2", AGAIN, DAY + 40 * HOUR))) == [["1"], ["2"]]


def test_a_doubtful_report_joins_opens_nothing_and_tells_nobody(pack: Pack) -> None:
    doubtful = STORM.replace("storm", "enter")
    found = play(
        pack,
        article("0", "A prison for the harbour is planned", DAY - HOUR),
        article("1", STORM),
        article("2", doubtful, DAY + HOUR, source="Herald"),
    )
    assert [story.articles for story in found.stories] == [{"1": Decision.ALERT, "2": Decision.REVIEW}]
    assert kinds(found) == ["opened"]
    (day,) = found.days.values()
    assert (day.articles, day.alerts, day.reviews, day.incidents) == (3, 1, 2, 1)


def test_a_worse_report_escalates_and_its_rule_leads(pack: Pack) -> None:
    worse = article("2", f"{STORM} in a massacre", DAY + HOUR, source="Herald")
    (story,) = play(pack, article("1", STORM), worse).stories
    assert story.incident.rules == ("massacre", "storm")
    assert story.incident.severity is Severity.CRITICAL
    assert [notice.kind for notice in story.incident.notices] == ["opened", "escalated"]


def test_a_file_out_of_order_gives_what_it_gives_in_order(pack: Pack) -> None:
    events = [article(str(n), STORM.replace("Tel Shamiya", f"Town{n}"), DAY + n * 100 * HOUR) for n in range(5)]
    events += [article(f"{n}b", AGAIN.replace("Tel Shamiya", f"Town{n}"), DAY + (n * 100 + 2) * HOUR) for n in range(5)]
    assert groups(play(pack, *reversed(events))) == [[str(n), f"{n}b"] for n in range(5)]


def test_as_given_the_clock_never_runs_backwards_and_late_news_is_old(pack: Pack) -> None:
    late = article("2", STORM, DAY)
    found = play(pack, article("1", "The harvest was good", DAY + 100 * HOUR), late, sort=False)
    assert groups(found) == []
    assert list(found.days) == [(DAY + 100 * HOUR).date()]
    assert groups(play(pack, article("1", "The harvest was good", DAY + 100 * HOUR), late)) == [["2"]]


def test_an_undated_article_has_the_time_of_the_one_before_it(pack: Pack) -> None:
    undated = [article("0", STORM, None), article("1", "Rain", DAY), article("2", STORM, None)]
    assert [at for at, _ in dated(undated)] == [DAY, DAY, DAY]
    assert [at for at, _ in dated(undated, DAY - HOUR)] == [DAY - HOUR, DAY, DAY]
    assert [at for at, _ in dated([article("0", STORM, None)])] == [START]
    assert list(dated([])) == []


def test_a_source_that_says_the_same_again_is_not_looked_at_again(pack: Pack) -> None:
    found = play(pack, article("1", STORM), article("1", STORM, DAY), article("2", AGAIN, DAY + HOUR))
    assert (groups(found), found.repeated) == ([["1", "2"]], 1)


def test_another_source_with_the_same_words_is_a_report_of_its_own(pack: Pack) -> None:
    (story,) = play(pack, article("1", STORM), article("2", STORM, source="Herald")).stories
    assert (list(story.articles), story.incident.sources) == (["1", "2"], 2)


def test_an_item_that_was_edited_keeps_its_incident_and_is_listed_once(pack: Pack) -> None:
    edited = article("1", f"{STORM}, officials say", DAY + HOUR)
    (story,) = play(pack, article("1", STORM), edited).stories
    assert list(story.articles) == ["1"]
    assert len(story.incident.reports) == 2


def test_alerts_of_one_source_are_never_summed_up(pack: Pack) -> None:
    many = [article(str(n), STORM.replace("Tel Shamiya", f"Town{n} Hill{n}"), DAY + n * 50 * HOUR) for n in range(30)]
    found = play(pack, *many)
    assert kinds(found) == ["opened"] * 30


def test_who_would_hear_is_said_with_the_reason(pack: Pack) -> None:
    audience = Audience((Target("desk"), Target("phone", min_severity=Severity.CRITICAL)))
    found = replay(dated([article("1", STORM)]), pack, audience=audience)
    (notice,) = found.stories[0].incident.notices
    assert dict(notice.routing) == {"desk": "opened: at once", "phone": "high is below its critical"}


def test_a_source_is_the_feed_of_that_name_or_address(pack: Pack) -> None:
    feeds = [FeedSettings("https://gazette.example/rss", name="Gazette", reliability="A")]
    same = [article("1", STORM), article("2", AGAIN, source="https://gazette.example/rss")]
    (story,) = replay(dated(same), pack, known_feeds=feeds).stories
    assert story.incident.sources == 1


def test_an_article_without_a_source_belongs_to_the_host_of_its_address(pack: Pack) -> None:
    hosts = [article("1", STORM, source="", url="https://a.example/1"), article("2", AGAIN, source="")]
    (story,) = play(pack, *hosts).stories
    assert [report.source for report in story.incident.reports] == ["a.example", "a source without a name"]


def test_without_articles_nothing_comes_of_it(pack: Pack) -> None:
    assert play(pack) == Replayed((), {}, 0)


def attacks(day: datetime, count: int) -> list[Given]:
    """So many attacks in as many towns of Iraq, by several sources."""
    towns = ("Mosul", "Baghdad", "Basra", "Kirkuk", "Ramadi", "Fallujah", "Tikrit", "Samarra", "Najaf", "Karbala")
    return [
        article(
            f"{day:%d}-{n}", f"Gunmen storm prison in {town}, Iraq", day + n * timedelta(minutes=5), source=f"S{n % 5}"
        )
        for n, town in enumerate(towns[:count])
    ]


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """One rule, and the places of the shipped pack."""
    folder = tmp_path_factory.mktemp("placed")
    (folder / "topics").mkdir()
    (folder / "topics" / "storm.yaml").write_text(RULES["storm"], "utf-8")
    (folder / "places").symlink_to(default_pack_folder() / "places")
    return compile_pack(load_pack([folder]))


@pytest.mark.parametrize(("burst", "told"), [(10, 1), (1, 0)])
def test_a_surge_is_told_at_its_simulated_hour(placed: Pack, burst: int, told: int) -> None:
    days = [one for n in range(15) for one in attacks(DAY - n * timedelta(days=1), 1 if n else burst)]
    every_source = [one for n in range(1, 5) for one in (replace(days[0], name=f"o{n}", id=f"o{n}", source=f"S{n}"),)]
    first = DAY - timedelta(days=15)
    early = [replace(one, document=replace(one.document, published=first)) for one in every_source]
    found = play(placed, *early, *days)
    assert len(found.surges) == told
    if told:
        (surge,) = found.surges
        assert surge.at == DAY + HOUR
        assert surge.reason == "10 reports of attack in IQ in 3 h, of 10 incidents; usual for this hour is 1"
        assert found.days[DAY.date()].notices["surge"] == 1
