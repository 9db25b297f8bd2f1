"""One event becomes one incident: what opens, what joins, what escalates, and what each change says of itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.incidents.decide import decide
from monitor.incidents.profile import pack, profile_of
from monitor.models import (
    Article,
    Assessment,
    Decision,
    Hit,
    Identity,
    NamedPlace,
    OpenIncident,
    Reason,
    Severity,
    Slot,
)

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
TITLE = "Gunmen storm prison in Hasakah and free dozens of fighters"
TEXT = "Armed men attacked the Ghuwayran prison in Hasakah on Friday. Police in Marseille clashed with protesters."
OTHER_TITLE = "Wildfire smoke closes airport in Lisbon for a second day"


def article(title: str = TITLE, text: str = TEXT, *, revises: bool = False) -> Article:
    return Article(Identity("aa", "bb", "cc"), revises, "https://example.org/1", title, text, "en", NOW)


def signature(title: str, text: str, *said: Assessment) -> bytes:
    return pack(profile_of(article(title, text), said or (assessment(),)))


def evidence(zone: str, start: int) -> Reason:
    return Reason(
        "evidence", "stormed", 60, (Hit("title" if zone == "title" else "text", start, start + 4, "word", "g"),)
    )


def assessment(
    rule: str = "prison-attack",
    family: str = "attack",
    *,
    score: int = 80,
    decision: Decision = Decision.ALERT,
    severity: Severity = Severity.HIGH,
    stage: str = "stable",
    reasons: tuple[Reason, ...] = (evidence("title", 0),),
) -> Assessment:
    return Assessment(rule, rule.title(), family, score, decision, severity, stage, 36 * 3600, reasons)


def incident(
    id_: int = 7,
    family: str = "attack",
    rules: tuple[str, ...] = ("prison-attack",),
    *,
    severity: Severity = Severity.HIGH,
    age: timedelta = timedelta(hours=2),
    title: str = "Dozens of fighters escape as gunmen attack Hasakah prison",
    text: str = TEXT,
    holds_article: bool = False,
) -> OpenIncident:
    signed = (signature(title, text), signature(title, text))
    last = NOW - age
    return OpenIncident(id_, family, rules, severity, last, last, 36 * 3600, title, signed, holds_article)


def test_an_alert_with_no_open_incident_opens_one_and_says_so() -> None:
    (change,) = decide(article(), [assessment()], [], NOW)
    assert change.join is None
    assert (change.family, change.rules, change.severity) == ("attack", ("prison-attack",), Severity.HIGH)
    assert change.window == 36 * 3600
    assert change.reason == "opened: no open incident of family attack shares a place or words with it"
    assert change.signature == signature(TITLE, TEXT)
    assert not change.escalates


def test_a_second_report_of_the_event_joins_the_incident() -> None:
    (change,) = decide(article(), [assessment()], [incident()], NOW)
    assert change.join == 7
    assert change.reason.startswith("joined: words 0.")
    assert "same rule +15" in change.reason


def test_an_unlike_report_opens_its_own_incident_and_names_the_closest() -> None:
    (change,) = decide(article("Bank robbed in Oslo", ""), [assessment()], [incident()], NOW)
    assert change.join is None
    assert change.reason.startswith("opened: kept apart from #7, the closest, because ")


def test_another_rule_of_the_family_joins_the_same_incident() -> None:
    (change,) = decide(article(), [assessment("armed-attack")], [incident()], NOW)
    assert change.join == 7
    assert change.reason.startswith("joined: words 0.")
    assert change.rules == ("armed-attack",)


def test_another_family_does_not_join_however_alike_the_words() -> None:
    (change,) = decide(article(), [assessment("civil-unrest", "unrest")], [incident(title=TITLE)], NOW)
    assert change.join is None


def test_a_shared_rule_joins_even_when_the_incident_bears_another_family() -> None:
    mixed = incident(family="unrest", rules=("civil-unrest", "prison-attack"))
    (change,) = decide(article(), [assessment()], [mixed], NOW)
    assert (change.join, change.family) == (7, "unrest")


def test_after_its_window_an_incident_is_not_joined() -> None:
    (change,) = decide(article(), [assessment()], [incident(age=timedelta(hours=37))], NOW)
    assert change.join is None
    assert "its window of 36 h has passed" in change.reason


def test_the_most_alike_incident_wins_and_ties_go_to_the_latest() -> None:
    near, nearer = incident(1), incident(2, title=TITLE)
    assert decide(article(), [assessment()], [near, nearer], NOW)[0].join == 2
    older, newer = incident(3, age=timedelta(hours=9)), incident(4)
    assert decide(article(), [assessment()], [older, newer], NOW)[0].join == 4


def test_a_rise_in_severity_escalates_and_a_fall_changes_nothing() -> None:
    (up,) = decide(article(), [assessment(severity=Severity.CRITICAL)], [incident(severity=Severity.MEDIUM)], NOW)
    assert up.escalates
    assert up.severity is Severity.CRITICAL
    assert up.reason.startswith("severity rises from medium to critical; joined: ")
    (down,) = decide(article(), [assessment(severity=Severity.LOW)], [incident(severity=Severity.HIGH)], NOW)
    assert (down.escalates, down.severity) == (False, Severity.HIGH)


def test_two_hundred_rules_of_one_family_make_one_change_with_the_lead_first() -> None:
    many = [assessment(f"rule-{n:03}", score=40 + n % 50) for n in range(200)]
    lead = assessment("lead", severity=Severity.CRITICAL, score=41)
    (change,) = decide(article(), [*many, lead], [], NOW)
    assert change.rules[0] == "lead"
    assert change.severity is Severity.CRITICAL
    assert len(change.rules) == 201


def test_rules_of_two_families_on_one_sentence_speak_of_one_event() -> None:
    first = assessment("armed-attack", "attack", reasons=(evidence("text", 0),))
    second = assessment("kidnapping", "abduction", reasons=(evidence("text", 30),))
    (change,) = decide(article(), [second, first], [], NOW)
    assert set(change.rules) == {"armed-attack", "kidnapping"}


def test_two_families_in_different_sentences_are_two_events() -> None:
    first = assessment("armed-attack", "attack", reasons=(evidence("text", 0),))
    second = assessment(
        "civil-unrest", "unrest", severity=Severity.LOW, reasons=(evidence("text", TEXT.index("Police")),)
    )
    changes = decide(article(), [second, first], [], NOW)
    assert [change.family for change in changes] == ["attack", "unrest"]


def test_two_families_in_one_town_are_one_event_wherever_their_sentences_stand() -> None:
    where = Slot("place", "Hasakah", Hit("text", 0, 4, "word", "place"), "geonames:173811")
    first = replace(assessment("armed-attack", "attack", reasons=(evidence("text", 0),)), facts=(where,))
    later = (evidence("text", TEXT.index("Police")),)
    second = replace(assessment("security-posture", "order", reasons=later), facts=(where,))
    (change,) = decide(article(), [first, second], [], NOW)
    assert set(change.rules) == {"armed-attack", "security-posture"}


def test_adjusting_hits_do_not_bind_events_together() -> None:
    place = Reason("adjust", "place", 10, (Hit("title", 0, 4, "word", "places"),))
    first = assessment("armed-attack", "attack", reasons=(evidence("text", 0), place))
    second = assessment("civil-unrest", "unrest", reasons=(evidence("text", TEXT.index("Police")), place))
    assert len(decide(article(), [first, second], [], NOW)) == 2


def test_two_events_that_join_one_incident_are_one_change() -> None:
    first = assessment("armed-attack", "attack", reasons=(evidence("text", 0),))
    second = assessment("civil-unrest", "unrest", reasons=(evidence("text", TEXT.index("Police")),))
    both = incident(rules=("armed-attack", "civil-unrest"))
    (change,) = decide(article(), [first, second], [both], NOW)
    assert change.join == 7
    assert set(change.rules) == {"armed-attack", "civil-unrest"}


def test_review_opens_nothing_but_joins_quietly() -> None:
    review = assessment(decision=Decision.REVIEW, severity=Severity.CRITICAL)
    assert decide(article(), [review], [], NOW) == ()
    (change,) = decide(article(), [review], [incident()], NOW)
    assert (change.join, change.escalates, change.severity) == (7, False, Severity.HIGH)
    assert change.reason.endswith("for review, so it adds a report and tells nobody")


def test_ignored_experimental_and_deprecated_change_nothing() -> None:
    nothing = [
        assessment(decision=Decision.IGNORED),
        assessment("a", stage="experimental"),
        assessment("b", stage="deprecated"),
    ]
    assert decide(article(), nothing, [incident()], NOW) == ()
    assert len(decide(article(), [assessment("c", stage="test")], [], NOW)) == 1


def test_a_revision_joins_the_incident_that_holds_the_article_even_late_and_under_another_rule() -> None:
    held = incident(holds_article=True, age=timedelta(days=3), rules=("other",), family="unrest")
    (change,) = decide(article(revises=True), [assessment()], [held], NOW)
    assert change.join == 7
    assert change.reason.startswith("joined: a revision of a report it holds")


def test_a_wholly_new_story_under_an_old_name_is_not_hidden_in_the_old_incident() -> None:
    held = incident(holds_article=True)
    held = replace(held, signatures=(signature(TITLE, TEXT),))
    (change,) = decide(article(OTHER_TITLE, "", revises=True), [assessment()], [held], NOW)
    assert change.join is None


def test_the_order_of_assessments_and_candidates_does_not_matter() -> None:
    some = [
        assessment("a", score=50),
        assessment("b", score=90),
        assessment("c", "unrest", reasons=(evidence("text", 80),)),
    ]
    candidates = [incident(1), incident(2, title=TITLE), incident(3, family="unrest", rules=("c",))]
    assert decide(article(), some, candidates, NOW) == decide(article(), some[::-1], candidates[::-1], NOW)


def in_nigeria(*, town: bool) -> Assessment:
    """An assessment of a report that names the country, or a town of it."""
    country = NamedPlace("NG", "Nigeria", "NG", 9.1, 8.7, "country")
    potiskum = NamedPlace("geonames:2324767", "Potiskum", "NG", 11.7, 11.1, "town", ("NG.44", "NG"))
    return replace(assessment(), places=(potiskum,) if town else (country,))


def test_a_report_of_the_country_alone_joins_the_only_incident_of_its_kind_there() -> None:
    raid = article("Нападение на тюрьму: десятки бежали", "")
    raid = replace(raid, lang="ru", published=NOW)
    first = replace(article("Gunmen storm prison", ""), published=NOW)
    kept = pack(profile_of(first, [in_nigeria(town=True)]))
    one, two = (replace(incident(number), signatures=(kept,)) for number in (7, 8))
    (change,) = decide(raid, [in_nigeria(town=False)], [one], NOW)
    assert change.join == 7
    assert "no other of its kind in the country +12" in change.reason
    (change,) = decide(raid, [in_nigeria(town=False)], [one, two], NOW)
    assert change.join is None
    (change,) = decide(raid, [replace(in_nigeria(town=False), rule="bombing")], [one], NOW)
    assert change.join is None
