"""What is known of an incident, how much it matters, how sure it is, and what people are told of it."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.incidents.credibility import credibility
from monitor.incidents.cues import official_words, puts_right
from monitor.incidents.importance import importance
from monitor.incidents.life import Change, aged, changes, joined
from monitor.incidents.profile import Profile, Spot
from monitor.incidents.similarity import word_weights
from monitor.incidents.standing import (
    Heard,
    Standing,
    Voice,
    add,
    from_json,
    gathered,
    heard_from_json,
    heard_to_json,
    to_json,
)
from monitor.models import Severity

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
KIRKUK = Spot("1", "Kirkuk", "town", 35.47, 44.39, "IQ")
BASRA = Spot("2", "Basra", "town", 30.51, 47.78, "IQ")
STORIES = (
    "Blast tears through the market of Kirkuk at noon as shoppers flee",
    "Kirkuk bombing: hospital asks for blood donors after the explosion",
    "Witnesses tell of a parked lorry before the detonation in the old town",
    "Shops shuttered and roads cut after yesterday's attack, traders say",
)


def profile(story: int = 0, *, status: str = "happening", spot: Spot | None = KIRKUK, **toll: int) -> Profile:
    weights, length = word_weights(STORIES[story], f"{STORIES[story]} number {story}")
    places = (spot,) if spot else ()
    return Profile("en", ("bombing",), spot, places, toll=toll, status=status, weights=weights, length=length)


def heard(
    feed: int, grade: str = "C", *, minutes: int = 0, severity: Severity = Severity.HIGH, **more: object
) -> Heard:
    return Heard(feed, grade, (NOW + timedelta(minutes=minutes)).timestamp(), severity, **more)  # type: ignore[arg-type]  # passed on


def test_wire_copy_and_further_reports_of_one_feed_are_one_source() -> None:
    reports = [(heard(1), profile()), (heard(2), profile()), (heard(1), profile(1)), (heard(3), profile(2))]
    standing = gathered(reports)
    assert [voice.feeds for voice in standing.voices] == [(1, 2), (3,)]
    assert standing.independent == 2


def test_what_a_copy_repeats_is_no_statement_of_its_own_so_a_correction_stands() -> None:
    first = gathered([(heard(1), profile(killed=27)), (heard(2), profile(killed=27))])
    assert first.toll == {"killed": 27}
    right = add(first, heard(1, corrects=True), profile(killed=3), [(1, profile(killed=27)), (2, profile(killed=27))])
    assert right.toll == {"killed": 3}
    (change,) = changes(first, right)
    assert (change.said(), change.sounds, change.state) == ("killed 27 -> 3", False, "corrected")


SECOND_IN_BASRA = (heard(2), profile(3, spot=BASRA))


def test_a_report_that_lags_behind_lowers_no_toll() -> None:
    standing = gathered(
        [(heard(1), profile(killed=9)), (heard(2), profile(1, killed=3)), (heard(1), profile(2, killed=2))]
    )
    assert standing.toll == {"killed": 9}


def test_an_authority_that_puts_the_toll_right_overrules_the_others() -> None:
    reports = [
        (heard(1), profile(killed=27)),
        (heard(2), profile(1, killed=20)),
        (heard(3, official="ministry says", corrects=True), profile(2, killed=4)),
    ]
    assert gathered(reports).toll == {"killed": 4}


def test_doubling_over_a_step_or_tripling_sounds_doubling_is_an_update_and_less_is_nothing() -> None:
    def told(before: int, after: int) -> list[bool]:
        pair = [Standing(tolls={1: {"killed": number}}) for number in (before, after)]
        return [change.sounds for change in changes(*pair)]

    assert told(0, 1) == told(4, 8) == told(9, 22) == told(25, 50) == told(12, 36) == [True]
    assert told(12, 24) == [False]
    assert told(12, 20) == told(4, 5) == told(9, 14) == []


def test_the_second_source_is_an_update_and_the_third_is_nothing() -> None:
    steps = [gathered([(heard(n), profile(n)) for n in range(count)]) for count in range(1, 4)]
    assert [[one.said() for one in changes(*pair)] for pair in itertools.pairwise(steps)] == [
        ["sources 1 -> 2"],
        [],
    ]


def test_a_town_far_from_all_known_ones_sounds_when_two_sources_put_it_there() -> None:
    reports = [(heard(1), profile()), (heard(2), profile(1)), (heard(1), profile(2, spot=BASRA))]
    before, one, two = (gathered([*reports[:2], *more]) for more in ([], reports[2:], [*reports[2:], SECOND_IN_BASRA]))
    assert changes(before, one) == ()
    assert [(each.said(), each.sounds) for each in changes(one, two)] == [("place Kirkuk -> Basra", True)]
    assert changes(gathered([(heard(1), profile(spot=None))]), gathered(reports[:1])) == ()


def test_a_town_that_few_of_many_sources_name_is_none_of_its_towns() -> None:
    voices = tuple(Voice((n,), "C", 0.0, "happening") for n in range(12))
    towns = ((KIRKUK.id, "Kirkuk", 35.5, 44.4), (BASRA.id, "Basra", 30.5, 47.8))
    standing = Standing(voices=voices, spots=towns, placed={KIRKUK.id: tuple(range(10)), BASRA.id: (10, 11)})
    assert [name for _, name, _, _ in standing.towns] == ["Kirkuk"]
    more = replace(standing, placed={**standing.placed, BASRA.id: (9, 10, 11)})
    assert [name for _, name, _, _ in more.towns] == ["Kirkuk", "Basra"]


def test_what_was_feared_sounds_when_it_is_confirmed() -> None:
    feared = gathered([(heard(1), profile(status="feared"))])
    confirmed = gathered(
        [(heard(1), profile(status="feared")), (heard(1, official="army says"), profile(1, status="feared"))]
    )
    assert [(one.what, one.sounds) for one in changes(feared, confirmed)] == [("official", True)]
    vague = gathered([(heard(1), profile(status="feared")), (heard(1), profile(1))])
    assert [(one.said(), one.sounds) for one in changes(feared, vague)] == [("status feared -> happening", False)]


def test_a_denial_does_not_make_deaths_undone() -> None:
    claimed = gathered([(heard(1), profile(status="claimed"))])
    denied = gathered([(heard(1), profile(status="claimed")), (heard(2), profile(1, status="denied"))])
    assert denied.status == "denied"
    assert next(one.said() for one in changes(claimed, denied)) == "denial claimed -> denied"
    dead = gathered([(heard(1), profile(status="claimed", killed=2)), (heard(2), profile(1, status="denied"))])
    assert (dead.status, dead.denial) == ("claimed", True)


def test_a_rule_raises_the_severity_at_its_number_of_independent_sources() -> None:
    rises = ((Severity.CRITICAL, 2),)
    copied = gathered([(heard(1, rises=rises), profile()), (heard(2, rises=rises), profile())])
    assert copied.severity is Severity.HIGH
    assert gathered([(heard(1, rises=rises), profile()), (heard(2), profile(1))]).severity is Severity.CRITICAL


def test_a_doubtful_report_raises_no_severity() -> None:
    doubtful = heard(2, severity=Severity.CRITICAL, alerts=False)
    assert gathered([(heard(1), profile()), (doubtful, profile(1))]).severity is Severity.HIGH


def test_importance_adds_up_from_its_reasons() -> None:
    standing = gathered([(heard(1, watched=True), profile(killed=6)), (heard(2, minutes=10), profile(1))])
    measure = importance(standing, NOW + timedelta(minutes=20))
    assert dict(measure.reasons) == {
        "severity high": 38, "happening": 15, "6 killed": 13, "a watched place": 10,
        "2 independent sources in an hour": 3,
    }  # fmt: skip
    assert measure.value == sum(points for _, points in measure.reasons) == 79
    assert importance(gathered([(heard(1), profile(status="past"))]), NOW).value < 30


def test_credibility_grows_with_independent_sources_and_an_authority_and_falls_with_a_denial() -> None:
    one = gathered([(heard(1), profile())])
    copied = gathered([(heard(1), profile()), (heard(2), profile())])
    two = gathered([(heard(1), profile()), (heard(2, "B"), profile(1))])
    official = gathered([(heard(1, official="police said"), profile())])
    denied = gathered([(heard(1), profile()), (heard(2, "B"), profile(1, status="denied"))])
    assert credibility(one).value == credibility(copied).value == 30
    assert (credibility(two).value, credibility(official).value, credibility(denied).value) == (56, 50, 31)
    unconfirmed = [each.independent <= 1 and not each.official for each in (one, copied, two, official)]
    assert unconfirmed == [True, True, False, False]


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3), st.integers(0, 99), st.sampled_from("ABCDEF")), max_size=8)
)
def test_both_numbers_stay_within_their_limits_add_up_and_a_standing_survives_the_store(
    said: list[tuple[int, int, int, str]],
) -> None:
    standing = gathered([(heard(feed, grade), profile(story, killed=killed)) for feed, story, killed, grade in said])
    for measure in (importance(standing, NOW), credibility(standing)):
        assert 0 <= measure.value <= 100
        assert measure.value == sum(points for _, points in measure.reasons)
    assert from_json(to_json(standing)) == standing
    assert changes(standing, standing) == ()


def test_a_reports_part_survives_the_store() -> None:
    part = heard(1, "B", official="police said", rises=((Severity.CRITICAL, 3),))
    assert heard_from_json(heard_to_json(part)) == part


def test_an_incident_cools_after_half_its_window_and_is_closed_after_the_whole() -> None:
    window, hour = timedelta(hours=36), timedelta(hours=1)
    assert aged("opened", NOW, window, NOW + 18 * hour) is None
    cooled = aged("opened", NOW, window, NOW + 19 * hour)
    assert cooled is not None
    assert (cooled.state, cooled.reason) == ("cooled", "no report for 18 h, half its window")
    assert aged("cooled", NOW, window, NOW + 30 * hour) is None
    closed = aged("cooled", NOW, window, NOW + 37 * hour)
    assert closed is not None
    assert closed.state == "closed"
    assert aged("closed", NOW, window, NOW + 90 * hour) is None


def test_differences_that_follow_each_other_become_one_from_the_first_to_the_last() -> None:
    first = (
        Change("killed", "1", "2", sounds=False, state="updated"),
        Change("sources", "1", "2", False, "corroborated"),
    )
    second = (Change("killed", "2", "4", sounds=False, state="updated"),)
    assert [one.said() for one in joined(first, second)] == ["killed 1 -> 4", "sources 1 -> 2"]


def test_an_authority_is_heard_and_a_source_of_it_is_not() -> None:
    assert official_words("Car bomb kills seven, Iraqi interior ministry says", "") == "ministry says"
    assert official_words("At least three dead, a police source said", "") == ""
    assert official_words("الداخلية العراقية تؤكد: سيارة مفخخة وراء التفجير", "")
    assert official_words("وزارت کشور حمله را تأیید کرد", "")
    assert official_words("Bomb found near the ministry", "Nobody was hurt.") == ""


def test_a_headline_says_that_it_puts_something_right() -> None:
    assert puts_right("Correction: three dead in Kirkuk, not 27")
    assert not puts_right("Three dead in Kirkuk")
