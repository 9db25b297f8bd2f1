"""Who hears of a notice, when, and why: the routes, mutes, limits and quiet hours applied. Pure.

Every target gets an answer with a reason. What is not withheld is delivered: now, later, or inside one message with
others; quiet hours, maintenance and limits only ever postpone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import overload

from monitor.models import Notice, NoticeKind, Severity, Target
from monitor.notify.hours import next_time
from monitor.notify.policy import UPDATE_WAIT, Planned, Withheld, route
from monitor.notify.routes import Labels, Limit, Mute, Recent, Route, Routing, Storm
from monitor.notify.sentences import REMINDED_FOR, span

INCIDENT_KINDS: frozenset[NoticeKind] = frozenset({"opened", "updated", "escalated"})
ROUTED_KINDS: frozenset[NoticeKind] = INCIDENT_KINDS | {"baseline", "surge"}
MUTED_KINDS: frozenset[NoticeKind] = ROUTED_KINDS | {"reminder"}
# A rise in severity is never one of many.
STORM_KINDS: frozenset[NoticeKind] = frozenset({"opened", "updated"})
STORM = "storm"
# The others are summaries already: they wait as they are.
_BUNDLED: frozenset[NoticeKind] = INCIDENT_KINDS | {"surge", "trouble", "recovered"}
# Quiet hours and maintenance may follow one another; nobody means to be quiet for ever.
_MANY_HOLDS = 64

Answer = Planned | Withheld


def decide(
    notice: Notice,
    labels: Labels,
    routing: Routing,
    targets: Sequence[Target],
    now: datetime,
    *,
    mutes: Sequence[Mute] = (),
    recent: Mapping[str, Recent] | None = None,
) -> list[Answer]:
    """The answer for every target, in the order of `targets`. `recent` is what each got, for the limits.

    Routes are about incidents and their surges; the service's own notices and the digest of reviews go where
    `policy.route` says.
    """
    case = _Case(notice, labels, routing, now, recent or {})
    if routing.routes and notice.kind in ROUTED_KINDS:
        answers = case.by_routes(targets)
    else:
        answers = [case.postponed(answer, None) for answer in route(notice, targets, now)]
    mute = next((mute for mute in mutes if mute.silences(labels, now)), None)
    if mute is None or notice.kind not in MUTED_KINDS:
        return answers
    return [
        Withheld(answer.target, mute.reason, mute.id) if isinstance(answer, Planned) else answer for answer in answers
    ]


def fitting(routes: Sequence[Route], labels: Labels, now: datetime) -> list[tuple[Route, str]]:
    """The routes that are asked, in order, each with why it does not fit or "" where it does; the first that fits and
    does not go on is the last."""
    asked: list[tuple[Route, str]] = []
    for one in routes:
        refusal = one.when.refusal(labels, now)
        asked.append((one, refusal))
        if not refusal and not one.goes_on:
            break
    return asked


@dataclass(frozen=True, slots=True)
class _Case:
    """One notice to be decided on."""

    notice: Notice
    labels: Labels
    routing: Routing
    now: datetime
    recent: Mapping[str, Recent]

    def by_routes(self, targets: Sequence[Target]) -> list[Answer]:
        """The answers of the routes that fit; of several that name a target, the soonest, with the chain that any asks
        for."""
        fits = [one for one, refusal in fitting(self.routing.routes, self.labels, self.now) if not refusal]
        nobody = f"not named by {', '.join(one.title for one in fits)}" if fits else "no route fits it"
        answers: list[Answer] = []
        for plain in route(self.notice, targets, self.now):
            naming = [one for one in fits if plain.target in one.to]
            if not naming:
                answers.append(Withheld(plain.target, nobody))
            elif isinstance(plain, Withheld):
                answers.append(plain)
            else:
                planned = [self.postponed(self._as_said(plain, one), one) for one in naming]
                soonest = min(planned, key=lambda each: each.due_at)
                chain = soonest.chain or next((each.chain for each in planned if each.chain), None)
                answers.append(replace(soonest, chain=chain))
        return answers

    def _as_said(self, plain: Planned, one: Route) -> Planned:
        """When the route wants it told, whatever the hour."""
        bundled = self.notice.kind in _BUNDLED
        if one.how == "digest":
            due = next_time(one.at, one.zone, self.now)
            bundle = "digest" if bundled else ""
            return Planned(plain.target, due, f"{one.title}: in the digest of {_utc(due)}", bundle)
        if one.how == "update" and bundled:
            due = self._gathering(plain.target, "update") or self.now + UPDATE_WAIT
            return Planned(plain.target, due, f"{one.title}: with what else comes until {_utc(due)}", "update")
        chain = one.chain if self.notice.kind in {"opened", "escalated"} else None
        return replace(plain, reason=f"{one.title}: {plain.reason}", chain=chain)

    @overload
    def postponed(self, answer: Planned, one: Route | None) -> Planned: ...
    @overload
    def postponed(self, answer: Answer, one: Route | None) -> Answer: ...
    def postponed(self, answer: Answer, one: Route | None) -> Answer:
        """The same, after quiet hours, maintenance, the route's limit and a storm."""
        if isinstance(answer, Withheld) or self.notice.kind == "test":
            return answer
        held = self._held(answer, one)
        if held.bundle or self.notice.kind not in _BUNDLED:
            return held
        later = self._limited(held, one.limit) if one and one.limit else held
        if later is held and self.routing.storm and self.notice.kind in STORM_KINDS:
            later = self._stormed(held, self.routing.storm)
        return later if later is held else self._held(later, one)

    def _held(self, planned: Planned, one: Route | None) -> Planned:
        """Later, until neither quiet hours nor maintenance keep it."""
        severity = self.notice.severity
        quiet = one.quiet if one and severity not in one.quiet_exempt else None
        for _ in range(_MANY_HOLDS):
            due = planned.due_at
            windows = [each for each in self.routing.maintenance if each.covers(planned.target, severity, due)]
            end = quiet.hours.until(due) if quiet else None
            if end is not None:
                what, why = "quiet hours", f"kept by quiet hours until {_utc(end)}"
            elif windows:
                window = max(windows, key=lambda each: each.end)
                end = window.end
                what, why = "maintenance", f"kept by maintenance until {_utc(end)}: {window.comment}"
            else:
                break
            bundle = (planned.bundle or what) if self.notice.kind in _BUNDLED else ""
            planned = replace(planned, due_at=end, reason=f"{planned.reason}; {why}", bundle=bundle)
        return planned

    def _limited(self, planned: Planned, limit: Limit) -> Planned:
        """In the channel's next digest when it has had its share. Critical ones are counted apart, so that a flood of
        others never keeps one back."""
        critical = self.notice.severity is Severity.CRITICAL
        bundle = "limit of critical ones" if critical else "limit"
        due = self._gathering(planned.target, bundle)
        if due is None:
            since = self.now - limit.period
            heard = self.recent.get(planned.target, Recent()).sent
            share = sorted(at for at, said in heard if at > since and (said is Severity.CRITICAL) is critical)
            if len(share) < limit.count:
                return planned
            due = share[-limit.count] + limit.period
        why = f"more than {limit.count} in {span(limit.period)}, so in one digest at {_utc(due)}"
        return replace(planned, due_at=max(due, planned.due_at), reason=f"{planned.reason}; {why}", bundle=bundle)

    def _stormed(self, planned: Planned, storm: Storm) -> Planned:
        """In one message with the others of its country, when that brings too many at once."""
        country = self.labels.country
        heard = self.recent.get(planned.target, Recent())
        if self.notice.severity in storm.exempt or heard.countries.get(country, 0) < storm.after:
            return planned
        bundle = f"{STORM} {country}".rstrip()
        due = self._gathering(planned.target, bundle) or self.now + storm.gather
        said = f"more than {storm.after} {f'of {country}' if country else 'without a place'} in {span(storm.within)}"
        why = f"{planned.reason}; {said}, so in one message at {_utc(due)}"
        begins = None if country in heard.stormy else country
        return replace(planned, due_at=due, reason=why, bundle=bundle, begins=begins)

    def _gathering(self, target: str, bundle: str) -> datetime | None:
        """When the message that already gathers for this reason will be sent."""
        due = self.recent.get(target, Recent()).waiting.get(bundle)
        return due if due is not None and due > self.now else None


@dataclass(frozen=True, slots=True)
class Awaited:
    """An incident that somebody is to acknowledge: asked for at `asked`, people are told from `since` on; `step`
    reminders have been sent, and the next one is due at `next_at`."""

    incident_id: int
    asked: datetime
    since: datetime
    within: timedelta
    targets: tuple[str, ...]
    step: int
    next_at: datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """Tell `target` now that nobody answered; ask again at `next_at`, None: this was the last."""

    target: str
    step: int
    next_at: datetime | None
    reason: str


def overdue(awaited: Awaited, acknowledged: datetime | None, now: datetime) -> Reminder | None:
    """Who is to be reminded now, or None: somebody answered since it was asked, or it is not time yet.

    The targets are told in turn, the last one again and again. After a stop of the service nobody is told several
    times at once: the next reminder is counted from this one.
    """
    if is_answered(awaited, acknowledged) or now < awaited.next_at:
        return None
    target = awaited.targets[min(awaited.step, len(awaited.targets) - 1)]
    next_at: datetime | None = now + awaited.within
    if next_at is not None and next_at > awaited.since + REMINDED_FOR:
        next_at = None
    waited = span(timedelta(minutes=max(1, round((now - awaited.since) / timedelta(minutes=1)))))
    last = "" if next_at else "; this is the last reminder"
    return Reminder(target, awaited.step + 1, next_at, f"nobody acknowledged it for {waited}{last}")


def is_answered(awaited: Awaited, acknowledged: datetime | None) -> bool:
    """Whether a person answered since it was asked. An answer from before a rise in severity does not count for it."""
    return acknowledged is not None and acknowledged >= awaited.asked


def _utc(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC"
