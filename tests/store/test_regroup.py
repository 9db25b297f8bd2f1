"""What people joined or took apart stays so: rows move, refs lead on, and the machine keeps to it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from store_samples import DAY, HOUR, NOW, article, assessment, change, digest, feed, finding, incident

from monitor.changes import CHANGES
from monitor.cli.incidentstory import story_lines
from monitor.commit import commit
from monitor.errors import StoreError
from monitor.models import FeedState, NamedPlace, Outcome, Severity, Target
from monitor.store import incidents, regroup, standings
from monitor.store.candidates import open_candidates
from monitor.store.database import Database
from monitor.store.history import history
from monitor.story import age

EVERYBODY = (Target("desk"),)


def ref_of(db: Database, number: int) -> str:
    found = incidents.view(db, number)
    assert found is not None
    return found.ref


def reports(db: Database, ref: str) -> list[str]:
    number = incidents.by_ref(db, ref)
    assert number is not None
    return [place.title for place in standings.places(db, number)]


def test_a_merged_incident_lives_on_in_the_other_under_both_refs(db: Database) -> None:
    one, two = incident(db, "one"), incident(db, "two", at=NOW + HOUR, severity=Severity.CRITICAL)
    name, gone = ref_of(db, one), ref_of(db, two)
    assert CHANGES["merge"](db, {"ref": name, "other": gone}, NOW + 2 * HOUR) == name
    assert reports(db, gone) == reports(db, name) == ["Title one", "Title two"]
    (row,) = incidents.listing(db, NOW, incidents.IncidentFilter())
    assert (row.ref, row.severity, row.opened_at, row.last_at) == (name, Severity.CRITICAL, NOW, NOW + HOUR)
    assert [past.ref for past in history(db)] == [name]
    assert [open_.id for open_ in open_candidates(db, ["attack IQ"], NOW + 2 * HOUR)] == [one]
    assert standings.events(db, one)[-1].reason == f"a person made {gone} a part of it"
    with pytest.raises(StoreError, match="one incident already"):
        CHANGES["merge"](db, {"ref": name, "other": gone}, NOW)
    with pytest.raises(StoreError, match="there is no incident"):
        CHANGES["merge"](db, {"ref": name, "other": "XXXX"}, NOW)


def test_reports_taken_out_are_an_incident_of_their_own(db: Database) -> None:
    number = incident(db, "one")
    second = article(db, "two", assessment(), at=NOW + HOUR)
    incidents.join_incident(db, number, change(join=number), second, [assessment()], NOW + HOUR)
    made = str(CHANGES["split"](db, {"ref": ref_of(db, number), "articles": [second]}, NOW + 2 * HOUR))
    assert (reports(db, ref_of(db, number)), reports(db, made)) == (["Title one"], ["Title two"])
    assert regroup.taken_out(db, number) == [(second, "Title two", made)]
    (kept,) = [one for one in open_candidates(db, ["attack IQ"], NOW, (feed(db), digest("two"))) if one.id == number]
    assert (kept.apart, kept.keeps_out) == ((b"signature",), True)
    for wrong, said in (([second], "no report of"), ([1], "not all"), ([], "not all")):
        with pytest.raises(StoreError, match=said):
            CHANGES["split"](db, {"ref": ref_of(db, number), "articles": wrong}, NOW)


def test_a_later_version_of_what_was_taken_out_stays_out_and_so_do_its_copies(db: Database) -> None:
    place = NamedPlace("1", "Tel Shamiya", "SY", 36.5, 40.7, "town", ("SY",))
    said = replace(assessment(), places=(place,))

    def comes(name: str, text: str, *, content: str = "", at: int = 0, **more: bool) -> None:
        found = finding(name, said, content=content, text=text, at=NOW + timedelta(minutes=at), **more)
        found = replace(found, article=replace(found.article, title=text[:60]))
        state = FeedState(due_at=NOW + HOUR, status="ok")
        commit(db, [Outcome(feed(db), "changed", NOW, state, (found,), "s", usual_new=1.0)], EVERYBODY, NOW)

    comes("one", "Gunmen storm the jail of Tel Shamiya in the north and free dozens of inmates at dawn.")
    comes("two", "Gunmen storm the jail of Tel Shamiya, inmates gone and guards hurt at dawn, army says.")
    (row,) = incidents.listing(db, NOW, incidents.IncidentFilter())
    assert row.reports == 2
    taken = standings.places(db, row.id)[1].article_id
    made = str(CHANGES["split"](db, {"ref": row.ref, "articles": [taken]}, NOW))
    again = "Gunmen storm the jail of Tel Shamiya, inmates gone and guards hurt at dawn, army says today."
    comes("two", again, content="new", revises=True)
    comes("three", "Gunmen storm the jail of Tel Shamiya, inmates gone and guards hurt at dawn, army says.")
    assert len(reports(db, row.ref)) == 1
    assert len(reports(db, made)) == 3


def test_incidents_cool_and_end_with_their_reasons(db: Database) -> None:
    number = incident(db, "one")
    assert age(db, NOW + 18 * HOUR) == 0
    assert age(db, NOW + 19 * HOUR) == 1
    assert age(db, NOW + 20 * HOUR) == 0
    assert age(db, NOW + 2 * DAY) == 1
    assert age(db, NOW + 9 * DAY) == 0
    assert [event.state for event in standings.events(db, number)] == ["cooled", "closed"]
    (row,) = incidents.listing(db, NOW, incidents.IncidentFilter())
    assert row.state == "closed"


def test_show_tells_the_life_the_numbers_and_what_was_taken_out(db: Database) -> None:
    found = finding("one", assessment())
    state = FeedState(due_at=NOW + HOUR, status="ok")
    commit(db, [Outcome(feed(db), "changed", NOW, state, (found,), "s", usual_new=1.0)], EVERYBODY, NOW)
    (row,) = incidents.listing(db, NOW, incidents.IncidentFilter())
    second = article(db, "two", assessment(), at=NOW + HOUR)
    incidents.join_incident(db, row.id, change(join=row.id), second, [assessment()], NOW + HOUR)
    made = CHANGES["split"](db, {"ref": row.ref, "articles": [second]}, NOW + HOUR)
    view = incidents.view(db, row.id)
    assert view is not None
    lines = story_lines(db, view)
    assert lines[0].startswith("Importance ")
    assert lines[1] == "Credibility 38/100: a source of reliability B +38"
    assert lines[2] == "1 independent source, no authority says it: single source, unconfirmed"
    assert f"  2026-11-21 10:30  split: a person took 1 report out of it: now {made}" in lines
    assert f"  {second:>6}  \u2068Title two\u2069, now in {made}" in lines
