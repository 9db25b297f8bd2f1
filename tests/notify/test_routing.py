"""Routes applied: who hears of what, when, and why; whatever is not withheld is told, now, later or with others."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.models import Notice, NoticeKind, Severity, Target
from monitor.notify.hours import Hours, moment
from monitor.notify.policy import UPDATE_WAIT, Planned, Withheld
from monitor.notify.routes import (
    Chain,
    How,
    Labels,
    Limit,
    Maintenance,
    Mute,
    Quiet,
    Recent,
    Route,
    Routing,
    When,
)
from monitor.notify.routing import Answer, Awaited, decide, fitting, overdue
from monitor.notify.sentences import REMINDED_FOR, maintenance_sentence, sentence

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
TARGETS = (Target("phone"), Target("desk"), Target("mail", min_severity=Severity.MEDIUM))
MOSUL = frozenset({"geonames:99072", "mosul", "iq", "iq.15"})
ATTACK = Labels(
    topics=("prison-attack", "armed-clash"),
    severity=Severity.HIGH,
    places=(MOSUL, frozenset({"sy", "syria"})),
    languages=("ar",),
    tags=("wire",),
    statuses=("claimed",),
    feeds=(frozenset({"https://a.example/", "Wire"}),),
    incident="7Q2K",
)


def notice(severity: Severity = Severity.HIGH, kind: NoticeKind = "opened") -> Notice:
    return Notice(kind, severity, "because", 1)


def said(
    *routes: Route,
    labels: Labels = ATTACK,
    kind: NoticeKind = "opened",
    now: datetime = NOW,
    mutes: tuple[Mute, ...] = (),
    recent: dict[str, Recent] | None = None,
    maintenance: tuple[Maintenance, ...] = (),
) -> dict[str, Answer]:
    routing = Routing(routes, maintenance)
    answers = decide(notice(labels.severity, kind), labels, routing, TARGETS, now, mutes=mutes, recent=recent)
    assert [answer.target for answer in answers] == [target.name for target in TARGETS]
    assert all(answer.reason for answer in answers)
    return {answer.target: answer for answer in answers}


def heard(*routes: Route, labels: Labels = ATTACK, now: datetime = NOW) -> list[str]:
    return [name for name, answer in said(*routes, labels=labels, now=now).items() if isinstance(answer, Planned)]


def planned(answer: Answer) -> Planned:
    assert isinstance(answer, Planned), answer
    return answer


def test_without_routes_every_channel_hears_what_is_severe_enough_for_it() -> None:
    assert heard() == ["phone", "desk", "mail"]
    assert heard(labels=Labels(severity=Severity.LOW)) == ["phone", "desk"]


def test_the_first_route_that_fits_is_the_only_one_unless_it_continues() -> None:
    last = Route(2, ("desk",))
    assert heard(Route(1, ("phone",)), last) == ["phone"]
    assert heard(Route(1, ("phone",), goes_on=True), last) == ["phone", "desk"]
    assert heard(Route(1, ("phone",), When(topics=("floods",))), last) == ["desk"]


def test_what_fits_no_route_is_withheld_and_says_so() -> None:
    answers = said(Route(1, ("phone",), When(topics=("floods",))))
    assert answers["phone"] == Withheld("phone", "no route fits it")


def test_a_channel_that_no_fitting_route_names_is_told_which_were() -> None:
    assert said(Route(1, ("phone",), name="duty"))["desk"].reason == "not named by route 1 (duty)"


def test_the_least_severity_of_a_channel_holds_within_routes_too() -> None:
    assert heard(Route(1, ("desk", "mail")), labels=Labels(severity=Severity.LOW)) == ["desk"]


@pytest.mark.parametrize(
    ("when", "why"),
    [
        (When(topics=("armed-clash",)), ""),
        (When(topics=("floods", "fires")), "no topic of it is floods or fires"),
        (When(severities=(Severity.HIGH, Severity.CRITICAL)), ""),
        (When(severities=(Severity.CRITICAL,)), "high is not critical"),
        (When(min_severity=Severity.MEDIUM), ""),
        (When(min_severity=Severity.CRITICAL), "high is below critical"),
        (When(places=("IQ",)), ""),
        (When(places=("IR", "SY")), ""),
        (When(places=("IQ.15",)), ""),
        (When(places=("Mosul",)), ""),
        (When(places=("TR",)), "no place of it is in TR"),
        (When(languages=("fa", "ar")), ""),
        (When(languages=("fa",)), "no language of it is fa"),
        (When(tags=("wire",)), ""),
        (When(tags=("blog",)), "no tag of it is blog"),
        (When(statuses=("claimed",)), ""),
        (When(statuses=("foiled",)), "no status of it is foiled"),
        (When(hours=(Hours(time(8), time(18)),)), ""),
        (When(hours=(Hours(time(8), time(18), zone="America/New_York"),)), "it is not 08:00-18:00 (America/New_York)"),
        (When(hours=(Hours(time(0), time(0), frozenset({0})),)), "it is not all day on mon (UTC)"),
        (When(topics=("prison-attack",), places=("TR",)), "no place of it is in TR"),
    ],
)
def test_a_route_listens_for_all_that_it_names(when: When, why: str) -> None:
    assert when.refusal(ATTACK, NOW) == why
    assert fitting([Route(1, ("phone",), when)], ATTACK, NOW)[0][1] == why


def test_of_two_routes_to_one_channel_the_sooner_counts() -> None:
    digest = Route(1, ("phone",), goes_on=True, how="digest", at=(time(20),))
    assert planned(said(digest, Route(2, ("phone",)))["phone"]).due_at == NOW


def test_a_digest_comes_at_the_next_of_its_times_in_its_zone() -> None:
    route = Route(1, ("phone",), how="digest", at=(time(7), time(15)), zone="Asia/Baghdad")
    answer = planned(said(route)["phone"])
    assert (answer.due_at, answer.bundle) == (datetime(2026, 11, 21, 12, tzinfo=UTC), "digest")


def test_updates_of_a_route_gather_until_the_first_has_waited() -> None:
    route = Route(1, ("phone",), how="update")
    first = planned(said(route)["phone"])
    assert (first.due_at, first.bundle) == (NOW + UPDATE_WAIT, "update")
    due = NOW + timedelta(minutes=3)
    assert planned(said(route, recent={"phone": Recent(waiting={"update": due})})["phone"]).due_at == due


QUIET_ZONES = ("Europe/Berlin", "America/New_York", "Asia/Beirut", "Australia/Lord_Howe")


@pytest.mark.parametrize("zone", QUIET_ZONES)
@pytest.mark.parametrize("day", [date(2026, 3, 5), date(2026, 3, 28), date(2026, 10, 24), date(2026, 6, 1)])
def test_quiet_hours_keep_what_comes_until_their_end_also_over_a_change_of_clocks(zone: str, day: date) -> None:
    place = ZoneInfo(zone)
    route = Route(1, ("phone",), quiet=Quiet(Hours(time(22), time(6), zone=zone), (Severity.CRITICAL,)))
    for extra in range(10):
        start = moment(day + timedelta(days=extra), time(22), place)
        end = moment(day + timedelta(days=extra + 1), time(6), place)
        dues = set()
        now = start
        while now < end:
            answer = planned(said(route, now=now)["phone"])
            assert answer.bundle == "quiet hours"
            dues.add(answer.due_at)
            now += timedelta(minutes=47)
        assert dues == {end}
        assert planned(said(route, now=end)["phone"]).bundle == ""
        assert planned(said(route, now=start - timedelta(seconds=1))["phone"]).bundle == ""


def test_severities_that_quiet_hours_spare_are_told_at_once() -> None:
    route = Route(1, ("phone",), quiet=Quiet(Hours(time(7), time(9)), (Severity.HIGH,)))
    assert planned(said(route)["phone"]) == Planned("phone", NOW, "route 1: opened: at once")


def test_an_update_that_would_be_due_in_quiet_hours_is_kept_too() -> None:
    route = Route(1, ("phone",), quiet=Quiet(Hours(time(8, 5), time(9))))
    answer = planned(said(route, kind="updated")["phone"])
    assert (answer.due_at, answer.bundle) == (datetime(2026, 11, 21, 9, tzinfo=UTC), "quiet hours")


def test_a_summary_waits_as_it_is() -> None:
    route = Route(1, ("phone",), quiet=Quiet(Hours(time(8), time(9))))
    answer = planned(said(route, kind="baseline")["phone"])
    assert (answer.due_at, answer.bundle) == (datetime(2026, 11, 21, 9, tzinfo=UTC), "")


def test_maintenance_keeps_what_would_be_sent_and_says_why() -> None:
    window = Maintenance(NOW - timedelta(hours=1), NOW + timedelta(hours=1), "the server moves", ("phone",))
    answers = said(maintenance=(window,))
    held = planned(answers["phone"])
    assert (held.due_at, held.bundle) == (window.end, "maintenance")
    assert held.reason.endswith("kept by maintenance until 2026-11-21 09:00 UTC: the server moves")
    assert planned(answers["desk"]).due_at == NOW


def test_maintenance_spares_the_severities_that_it_names() -> None:
    window = Maintenance(NOW, NOW + timedelta(hours=1), "x", exempt=(Severity.HIGH,))
    assert planned(said(maintenance=(window,))["phone"]).due_at == NOW


def test_maintenance_that_ends_in_quiet_hours_is_followed_by_them() -> None:
    window = Maintenance(NOW, NOW + timedelta(hours=1), "x")
    route = Route(1, ("phone",), quiet=Quiet(Hours(time(8, 30), time(12))))
    assert planned(said(route, maintenance=(window,))["phone"]).due_at == datetime(2026, 11, 21, 12, tzinfo=UTC)


def sent(count: int, severity: Severity = Severity.HIGH) -> tuple[tuple[datetime, Severity], ...]:
    return tuple((NOW - timedelta(minutes=count - n), severity) for n in range(count))


def test_what_is_more_than_the_limit_comes_in_one_digest_when_there_is_room_again() -> None:
    route = Route(1, ("phone",), limit=Limit(20, timedelta(hours=1)))
    assert planned(said(route, recent={"phone": Recent(sent(19))})["phone"]).bundle == ""
    over = planned(said(route, recent={"phone": Recent(sent(25))})["phone"])
    assert (over.due_at, over.bundle) == (NOW + timedelta(minutes=40), "limit")
    assert "more than 20 in 1 h" in over.reason
    due = NOW + timedelta(minutes=7)
    assert planned(said(route, recent={"phone": Recent(sent(3), {"limit": due})})["phone"]).due_at == due


def test_a_flood_of_others_does_not_keep_a_critical_one_back() -> None:
    route = Route(1, ("phone",), limit=Limit(20, timedelta(hours=1)))
    critical = Labels(severity=Severity.CRITICAL)
    flood = {"phone": Recent(sent(500), {"limit": NOW + timedelta(hours=1)})}
    assert planned(said(route, labels=critical, recent=flood)["phone"]).due_at == NOW
    flood = {"phone": Recent(sent(20, Severity.CRITICAL))}
    assert planned(said(route, labels=critical, recent=flood)["phone"]).bundle == "limit of critical ones"


def test_the_limit_of_one_channel_is_not_that_of_another() -> None:
    route = Route(1, ("phone", "desk"), limit=Limit(1, timedelta(hours=1)))
    answers = said(route, recent={"phone": Recent(sent(5))})
    assert planned(answers["phone"]).bundle == "limit"
    assert planned(answers["desk"]).bundle == ""


def mute(**what: str) -> Mute:
    return Mute(7, NOW + timedelta(hours=4), "known exercise", **what)


ALONE = Labels(("prison-attack",), Severity.HIGH, (MOSUL,), feeds=ATTACK.feeds, incident="7Q2K")


@pytest.mark.parametrize(
    "what",
    [
        {"topic": "prison-attack"},
        {"place": "IQ"},
        {"place": "iq.15"},
        {"place": "Mosul"},
        {"feed": "Wire"},
        {"feed": "https://a.example/"},
        {"incident": "7Q2K"},
        {"topic": "prison-attack", "place": "IQ"},
    ],
)
def test_what_a_mute_names_is_withheld_with_its_reason(what: dict[str, str]) -> None:
    answers = said(Route(1, ("phone",)), labels=ALONE, mutes=(mute(**what),))
    assert answers["phone"] == Withheld("phone", "muted until 2026-11-21 12:00 UTC: known exercise", 7)
    assert answers["desk"].reason == "not named by route 1"


@pytest.mark.parametrize(
    "what",
    [
        {"topic": "floods"},
        {"place": "SY"},
        {"feed": "Other"},
        {"incident": "9XXX"},
        {"topic": "prison-attack", "place": "SY"},
        {},
    ],
)
def test_what_a_mute_does_not_name_is_told(what: dict[str, str]) -> None:
    assert isinstance(said(labels=ALONE, mutes=(mute(**what),))["phone"], Planned)


def test_a_mute_of_a_topic_leaves_what_another_topic_speaks_of() -> None:
    assert isinstance(said(mutes=(mute(topic="prison-attack"),))["phone"], Planned)


def test_a_mute_ends_at_its_time() -> None:
    over = Mute(7, NOW, "x", topic="prison-attack")
    assert isinstance(said(labels=ALONE, mutes=(over,))["phone"], Planned)


def test_trouble_of_the_service_is_neither_muted_nor_routed() -> None:
    answers = said(Route(1, ("phone",)), labels=ALONE, kind="trouble", mutes=(mute(incident="7Q2K"),))
    assert all(isinstance(answer, Planned) for answer in answers.values())


CHAIN = Chain(timedelta(minutes=15), ("second", "boss"))


def test_a_route_with_a_chain_asks_for_an_answer_when_it_tells_of_something_new() -> None:
    route = Route(1, ("phone",), chain=CHAIN)
    assert planned(said(route)["phone"]).chain == CHAIN
    assert planned(said(route, kind="escalated")["phone"]).chain == CHAIN
    assert planned(said(route, kind="updated")["phone"]).chain is None


def awaited(step: int = 0, asked: datetime = NOW) -> Awaited:
    return Awaited(1, asked, asked, CHAIN.within, CHAIN.targets, step, asked + (step + 1) * CHAIN.within)


def test_the_chain_is_told_in_turn_and_its_last_again_and_again_until_somebody_answers() -> None:
    now, told, state = NOW, [], awaited()
    while True:
        reminder = overdue(state, None, now)
        now += timedelta(minutes=1)
        if reminder is None:
            continue
        told.append(reminder.target)
        if reminder.next_at is None:
            break
        state = Awaited(1, NOW, NOW, CHAIN.within, CHAIN.targets, reminder.step, reminder.next_at)
    assert told[:3] == ["second", "boss", "boss"]
    assert len(told) == REMINDED_FOR / CHAIN.within
    assert reminder.reason.endswith("this is the last reminder")


def test_nobody_is_reminded_before_the_time_or_after_an_answer() -> None:
    later = NOW + timedelta(minutes=15)
    assert overdue(awaited(), None, later - timedelta(seconds=1)) is None
    assert overdue(awaited(), NOW + timedelta(minutes=1), later) is None
    assert overdue(awaited(), None, later) is not None


def test_an_answer_from_before_a_rise_in_severity_does_not_count_for_it() -> None:
    assert overdue(awaited(), NOW - timedelta(minutes=1), NOW + timedelta(minutes=15)) is not None


def test_after_a_stop_of_the_service_the_chain_goes_on_one_by_one() -> None:
    late = NOW + timedelta(hours=3)
    reminder = overdue(awaited(), None, late)
    assert reminder is not None
    assert (reminder.target, reminder.next_at) == ("second", late + CHAIN.within)


SEVERITIES = st.sampled_from(list(Severity))
HOURS = st.builds(
    Hours,
    st.times().filter(lambda at: at != time(0)),
    st.just(time(0)),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.sampled_from(QUIET_ZONES),
)
WHENS = st.builds(
    When,
    topics=st.sampled_from([(), ("prison-attack",), ("floods",)]),
    min_severity=st.none() | SEVERITIES,
    places=st.sampled_from([(), ("IQ",), ("TR",)]),
    hours=st.lists(HOURS, max_size=1).map(tuple),
)
HOWS: st.SearchStrategy[How] = st.sampled_from(["now", "update", "digest"])
ROUTES = st.lists(
    st.builds(
        Route,
        number=st.integers(1, 9),
        to=st.sampled_from([("phone",), ("desk", "mail"), ("phone", "desk", "mail")]),
        when=WHENS,
        goes_on=st.booleans(),
        how=HOWS,
        at=st.just((time(7), time(2, 30))),
        zone=st.sampled_from(QUIET_ZONES),
        quiet=st.none() | st.builds(Quiet, HOURS, st.sampled_from([(), (Severity.CRITICAL,)])),
        limit=st.none() | st.builds(Limit, st.integers(1, 5), st.just(timedelta(hours=1))),
        chain=st.none() | st.just(CHAIN),
    ),
    max_size=4,
)
WINDOWS = st.lists(
    st.builds(
        lambda start, hours, targets: Maintenance(start, start + timedelta(hours=hours), "x", targets),
        st.integers(-24, 24).map(lambda hours: NOW + timedelta(hours=hours)),
        st.integers(1, 48),
        st.sampled_from([(), ("phone",)]),
    ),
    max_size=2,
)


@given(ROUTES, WINDOWS, SEVERITIES, st.sampled_from(["opened", "updated", "escalated", "baseline"]), st.integers(0, 30))
def test_every_target_gets_an_answer_and_what_is_not_withheld_comes_within_days(
    routes: list[Route], windows: list[Maintenance], severity: Severity, kind: NoticeKind, before: int
) -> None:
    labels = Labels(("prison-attack",), severity, (MOSUL,))
    recent = {name: Recent(sent(before)) for name in ("phone", "desk", "mail")}
    routing = Routing(tuple(routes), tuple(windows))
    answers = decide(notice(severity, kind), labels, routing, TARGETS, NOW, recent=recent)
    assert [answer.target for answer in answers] == ["phone", "desk", "mail"]
    fits = [one for one, refusal in fitting(routes, labels, NOW) if not refusal]
    named = {name for one in fits for name in one.to} if routes else {"phone", "desk", "mail"}
    for answer, target in zip(answers, TARGETS, strict=True):
        assert answer.reason
        wanted = target.name in named and severity.rank >= target.min_severity.rank
        assert isinstance(answer, Planned) is wanted
        if isinstance(answer, Planned):
            assert NOW <= answer.due_at <= NOW + timedelta(days=8)
            kept = [one for one in windows if one.covers(answer.target, severity, answer.due_at)]
            assert not kept


@given(ROUTES)
def test_every_route_says_what_it_does_in_one_sentence(routes: list[Route]) -> None:
    for route in routes:
        said = sentence(route)
        assert said.endswith(".")
        assert "\n" not in said
        assert all(name in said for name in route.to)


def test_the_sentence_of_a_route_holds_all_that_it_does() -> None:
    route = Route(
        2,
        ("desk", "mail"),
        When(topics=("prison-attack",), places=("IQ", "SY"), min_severity=Severity.HIGH),
        quiet=Quiet(Hours(time(22), time(6), zone="Asia/Baghdad"), (Severity.CRITICAL,)),
        chain=CHAIN,
        limit=Limit(20, timedelta(hours=1)),
        name="prisons",
    )
    assert sentence(route) == (
        "Route 2 (prisons): desk and mail hear of incidents of topic prison-attack of at least high severity in IQ or"
        " SY at once; what comes at 22:00-06:00 (Asia/Baghdad) is kept and sent as one message at 06:00, unless it is"
        " critical; of more than 20 messages in 1 h the rest comes as one digest, critical ones counted apart; until"
        " somebody acknowledges it, every 15 min for 24 h second, then boss are told in turn; no later route is asked"
        " for what fits."
    )
    assert sentence(Route(1, ("mail",), goes_on=True, how="digest", at=(time(7), time(15)))) == (
        "Route 1: mail hears of all incidents in a digest at 07:00 or 15:00 (UTC); the routes after this one are asked,"
        " too."
    )


def test_a_maintenance_window_says_what_it_does() -> None:
    window = Maintenance(NOW, NOW + timedelta(hours=2), "the server moves", ("mail",), (Severity.CRITICAL,))
    assert maintenance_sentence(window) == (
        "Maintenance from 2026-11-21 08:00 to 2026-11-21 10:00 UTC: what mail would hear, critical apart, is kept and"
        " sent at its end (the server moves)."
    )
