"""From a notice to deliveries: who is to hear it is decided, written down with every reason, and later seen through.

    add_notice   labels -> routing.decide -> one row per target, each with its reason; mutes are counted
    merge_due    what waited for quiet hours, a digest or a limit becomes one message per channel
    remind_due   nobody acknowledged: the next of the chain hears of it

All run inside the writer's transaction. What is held back waits in the database, so a crash loses none of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar, cast

from monitor.models import Notice, Severity, Target
from monitor.notify.floods import storm_facts
from monitor.notify.policy import Planned, Withheld
from monitor.notify.routes import Labels, Mute, Recent, Route, Routing, Storm, fold_name
from monitor.notify.routing import STORM, STORM_KINDS, Awaited, decide, overdue
from monitor.store import answers, bundles, incidents, labels, mutes, outbox, waiting
from monitor.store.database import Database

T = TypeVar("T")

NO_ROUTES = Routing()


def add_notice(
    db: Database,
    notice: Notice,
    targets: Sequence[Target],
    now: datetime,
    routing: Routing = NO_ROUTES,
    *,
    about: Labels | None = None,
) -> int:
    """Store a notice with a delivery for everyone who is to hear it, and why anybody hears it later or not; its id.

    `about` says what a notice without an incident is about.
    """
    silenced = mutes_in_force(db, now)
    storm = routing.storm if notice.kind in STORM_KINDS else None
    if about is None:
        about = labels_of(db, notice) if routing.routes or silenced or storm else Labels(severity=notice.severity)
    recent = _recent(db, routing.routes, targets, now, storm)
    said = decide(notice, about, routing, targets, now, mutes=silenced, recent=recent)
    told = [{"target": answer.target, "reason": answer.reason} for answer in said]
    where = {"country": about.country} if storm else {}
    recorded = replace(notice, facts={**notice.facts, **where, "routing": told})
    planned = [answer for answer in said if isinstance(answer, Planned)]
    number = outbox.add_notice(
        db,
        recorded,
        [(answer.target, answer.due_at) for answer in planned],
        now,
        bundles={answer.target: answer.bundle for answer in planned if answer.bundle},
    )
    for mute in {answer.mute for answer in said if isinstance(answer, Withheld) and answer.mute}:
        mutes.count(db, mute, now)
    _ask(db, notice, planned, now)
    if storm:
        _say_that_it_storms(db, notice, planned, storm, now)
    return number


def add_summary(
    db: Database,
    notice: Notice,
    about: Labels,
    targets: Sequence[Target],
    now: datetime,
    *,
    routing: Routing = NO_ROUTES,
) -> bool:
    """Add a summary of one feed (`facts["parts"]` holds its only part) to that of other feeds, as long as that has not
    been sent and the same people are to hear it, else tell it on its own. Says whether a notice was made."""
    heard = None
    if routing.routes:
        said = decide(notice, about, routing, targets, now, mutes=mutes_in_force(db, now))
        heard = [answer.target for answer in said if isinstance(answer, Planned)]
    (part,) = cast("list[dict[str, object]]", notice.facts["parts"])
    if outbox.extend_summary(db, part, notice.severity, heard):
        return False
    add_notice(db, notice, targets, now, routing, about=about)
    return True


def labels_of_all(db: Database, incident_ids: Iterable[int], severity: Severity) -> Labels:
    """What a summary of several incidents is about: all that they are about, as one."""
    each = [labels_of(db, Notice("opened", severity, "", incident_id)) for incident_id in sorted(incident_ids)]
    return Labels(
        topics=_together(one.topics for one in each),
        severity=severity,
        places=_together(one.places for one in each),
        languages=_together(one.languages for one in each),
        tags=_together(one.tags for one in each),
        statuses=_together(one.statuses for one in each),
        feeds=_together(one.feeds for one in each),
    )


def labels_of(db: Database, notice: Notice) -> Labels:
    """What a notice is about: its incident as it is now. One without an incident is about nothing but its severity."""
    about = labels.about(db, notice.incident_id) if notice.incident_id is not None else None
    if about is None:
        return Labels(severity=notice.severity)
    return Labels(
        topics=about.topics,
        severity=notice.severity,
        places=tuple(place_names(place.id, place.name, place.country, *place.within) for place in about.places),
        languages=about.languages,
        tags=tuple(dict.fromkeys(tag for feed in about.feeds for tag in feed.tags)),
        statuses=about.statuses,
        feeds=tuple(frozenset({feed.url, feed.name} - {""}) for feed in about.feeds),
        incident=about.ref,
        country=about.places[0].country if about.places else "",
    )


def country_name(db: Database, incident_ids: Iterable[int], code: str) -> str:
    """What a country is called where one of these incidents names it, else its code."""
    for incident_id in incident_ids:
        about = labels.about(db, incident_id)
        for place in about.places if about else ():
            if place.id == code and place.name:
                return place.name
    return code


def place_names(*names: str) -> frozenset[str]:
    """All that one place is called, for comparing."""
    return frozenset(fold_name(name) for name in names if name)


def mutes_in_force(db: Database, now: datetime) -> list[Mute]:
    """What people asked not to hear of, as routing takes it."""
    return [
        Mute(row.id, row.until, row.comment, row.topic, row.place, row.feed, row.incident)
        for row in mutes.in_force(db, now)
    ]


def merge_due(db: Database, now: datetime, targets: Iterable[Target] = ()) -> int:
    """Make one message for each target of all that it waited for until now, or several where one of the `targets` has
    no room to name them all in one; the number of deliveries that were seen to. What waited alone is sent as it is."""
    done, room = 0, {target.name: target.room for target in targets}
    for target, rows in _messages(bundles.due(db, now), room):
        done += len(rows)
        if len(rows) == 1:
            bundles.release(db, rows[0].id)
            continue
        number = outbox.add_notice(db, _in_one(rows), [(target, now)], now)
        bundles.merge(db, [row.id for row in rows], number)
    return done


def remind_due(db: Database, now: datetime, routing: Routing = NO_ROUTES) -> int:
    """Tell the next of each chain whose incident nobody acknowledged in time; the number of reminders. One that
    maintenance keeps, or that a channel does not take, is the only one until it is sent."""
    silenced, told = mutes_in_force(db, now), 0
    for row in answers.due(db, now):
        awaited = Awaited(
            row.incident_id, row.asked, row.since, timedelta(seconds=row.within), row.targets, row.step, now
        )
        said = answers.answered(db, row.incident_id)
        reminder = overdue(awaited, said[0] if said else None, now)
        view = incidents.view(db, row.incident_id)
        if reminder is None or view is None:
            answers.goes_on(db, row.incident_id, row.step, None)
            continue
        if waiting.is_undelivered(db, row.incident_id, reminder.target, "reminder"):
            answers.goes_on(db, row.incident_id, reminder.step, reminder.next_at)
            continue
        ends = f"{reminder.reason}; it ends with: monitor incidents ack {view.ref}"
        notice = Notice("reminder", view.severity, ends, row.incident_id)
        (said_of,) = decide(notice, labels_of(db, notice), routing, [Target(reminder.target)], now, mutes=silenced)
        why = f"{reminder.reason}; {said_of.reason}"
        recorded = replace(notice, facts={"routing": [{"target": said_of.target, "reason": why}]})
        next_at = reminder.next_at
        if isinstance(said_of, Planned):
            outbox.add_notice(db, recorded, [(said_of.target, said_of.due_at)], now)
            next_at = next_at and max(next_at, said_of.due_at + awaited.within)
            told += 1
        else:
            outbox.add_notice(db, recorded, [], now)
            mutes.count(db, said_of.mute, now)
        answers.goes_on(db, row.incident_id, reminder.step, next_at)
    return told


def _together(several: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(one for some in several for one in some))


def _recent(
    db: Database, routes: Sequence[Route], targets: Sequence[Target], now: datetime, storm: Storm | None
) -> dict[str, Recent]:
    """What the targets got lately; asked only for those for which a route or a storm counts or gathers."""
    counting = {name for route in routes if route.limit or route.how == "update" for name in route.to}
    periods = [route.limit.period for route in routes if route.limit]
    since = now - max(periods, default=timedelta())
    found = {
        target.name: Recent(bundles.told(db, target.name, since), bundles.gathering(db, target.name, now))
        for target in targets
        if target.name in counting
    }
    if storm is None:
        return found
    return {target.name: _with_countries(db, target.name, found.get(target.name), now, storm) for target in targets}


def _with_countries(db: Database, target: str, recent: Recent | None, now: datetime, storm: Storm) -> Recent:
    heard = bundles.countries(db, target, now - storm.within)
    if recent is None:
        stormy = any(count >= storm.after for count, _ in heard.values())
        recent = Recent(waiting=bundles.gathering(db, target, now) if stormy else {})
    counts = {country: count for country, (count, _) in heard.items()}
    return replace(recent, countries=counts, stormy=frozenset(one for one, (_, many) in heard.items() if many))


def _say_that_it_storms(db: Database, notice: Notice, planned: Iterable[Planned], storm: Storm, now: datetime) -> None:
    """Those for whom a storm begins hear of it at once, unless quiet hours or maintenance keep it from them."""
    hearing = [one for one in planned if one.begins is not None and one.due_at <= now + storm.gather]
    if not hearing:
        return
    facts = storm_facts(hearing[0].begins or "", storm)
    targets = [(one.target, now) for one in hearing]
    outbox.add_notice(db, Notice("storm", notice.severity, str(facts["sentence"]), facts=facts), targets, now)


def _messages(
    due: Mapping[str, Sequence[bundles.Waiting]], room: Mapping[str, int]
) -> Iterator[tuple[str, list[bundles.Waiting]]]:
    """What each message will tell: all that a target waited for, the severest first where that makes several; but each
    country's storm by itself."""
    for target, rows in due.items():
        apart: dict[str, list[bundles.Waiting]] = {}
        for row in rows:
            apart.setdefault(row.bundle if row.bundle.startswith(STORM) else "", []).append(row)
        for one in apart.values():
            most = room.get(target, len(one))
            ordered = one if len(one) <= most else sorted(one, key=lambda row: -row.severity.rank)
            yield from ((target, ordered[at : at + most]) for at in range(0, len(ordered), most))


def _ask(db: Database, notice: Notice, planned: Iterable[Planned], now: datetime) -> None:
    """Wait for an answer, when a route asks for one. A rise in severity asks anew, whoever answered before. Of several
    chains one is made: the shortest time, and all their channels in turn."""
    asking = [(answer.due_at, answer.chain) for answer in planned if answer.chain]
    if not asking or notice.incident_id is None:
        return
    since = min(due_at for due_at, _ in asking)
    within = min(chain.within for _, chain in asking)
    targets = tuple(dict.fromkeys(name for _, chain in asking for name in chain.targets))
    answers.ask(
        db, answers.AwaitedRow(notice.incident_id, now, since, within.total_seconds(), targets, 0, since + within)
    )


def _in_one(rows: Sequence[bundles.Waiting]) -> Notice:
    """The notice that tells of all of them: one line for each incident, with the references of its notices."""
    events: dict[object, list[bundles.Waiting]] = {}
    for row in rows:
        events.setdefault(row.incident_id or row.ref, []).append(row)
    items: list[dict[str, object]] = []
    for event in events.values():
        last = event[-1]
        items.append(
            {
                "ref": last.ref,
                "refs": [row.ref for row in event],
                "incident": last.incident,
                "title": last.title or last.reason,
                "lang": last.lang,
                "url": last.url,
                "rule": last.rule or last.kind,
                "severity": _severest(event).value,
            }
        )
    items.sort(key=lambda item: -Severity(str(item["severity"])).rank)
    why = sorted({row.bundle for row in rows})
    facts: dict[str, object] = {"items": items, "total": len(items), "held": why, "refs": [row.ref for row in rows]}
    return Notice("digest", _severest(rows), f"{len(rows)} notices that waited ({', '.join(why)})", facts=facts)


def _severest(rows: Iterable[bundles.Waiting]) -> Severity:
    return max((row.severity for row in rows), key=lambda severity: severity.rank)
