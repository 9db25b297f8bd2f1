"""Who hears of a notice, and when; and when a failed send is tried again. Pure: every answer carries its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.errors import ChannelError
from monitor.models import Notice, NoticeKind, Target
from monitor.notify.routes import Chain

# Reports of one event come in bursts; one message tells of all that came in this time.
UPDATE_WAIT = timedelta(minutes=10)
# Feeds that are polled for the first time together share one summary.
SUMMARY_WAIT = timedelta(seconds=15)
FIRST_RETRY = 30.0
LONGEST_RETRY = 15 * 60.0
LONGEST_OBEYED = 3600.0
GIVE_UP_AFTER = timedelta(days=7)
# These tell of the service itself: whoever listens must hear them, whatever severity they chose for incidents.
SERVICE_KINDS: frozenset[NoticeKind] = frozenset({"trouble", "recovered", "test"})


@dataclass(frozen=True, slots=True)
class Planned:
    """One delivery to be written: for `target`, not before `due_at`, and why. With a `bundle` (what it waits for) it is
    sent in one message with all that the target waits for at that time; `chain` says who hears while nobody answers;
    `begins` is the country whose storm begins with it for this target."""

    target: str
    due_at: datetime
    reason: str
    bundle: str = ""
    chain: Chain | None = None
    begins: str | None = None


@dataclass(frozen=True, slots=True)
class Withheld:
    """A target that does not hear of a notice, and why; `mute` is the number of the mute that says so, 0 for none."""

    target: str
    reason: str
    mute: int = 0


def route(notice: Notice, targets: Sequence[Target], now: datetime) -> list[Planned | Withheld]:
    """The answer for every target, in the order of `targets`; `routing.decide` goes on from it.

    A notice about a target itself (`facts["target"]`) never goes to that target. When no target chose the kind of a
    service notice, all get it: trouble that nobody asked to hear of would be silence.
    """
    answers = [_route_one(notice, target, now) for target in targets]
    if notice.kind in SERVICE_KINDS and not any(isinstance(answer, Planned) for answer in answers):
        everybody = "told to all, because no target chose to hear of trouble"
        return [
            answer if _is_about(notice, target) else Planned(target.name, now, everybody)
            for answer, target in zip(answers, targets, strict=True)
        ]
    return answers


def _is_about(notice: Notice, target: Target) -> bool:
    return notice.kind != "test" and notice.facts.get("target") == target.name


def _route_one(notice: Notice, target: Target, now: datetime) -> Planned | Withheld:
    if _is_about(notice, target):
        return Withheld(target.name, "the notice is about this target")
    if target.kinds and notice.kind not in target.kinds:
        return Withheld(target.name, f"hears {', '.join(target.kinds)} only")
    if notice.kind not in SERVICE_KINDS and notice.severity.rank < target.min_severity.rank:
        return Withheld(target.name, f"{notice.severity} is below its {target.min_severity}")
    if notice.kind == "updated":
        return Planned(target.name, now + UPDATE_WAIT, f"updates wait {UPDATE_WAIT.seconds // 60} min for more of them")
    if notice.kind == "baseline":
        return Planned(target.name, now + SUMMARY_WAIT, f"waits {SUMMARY_WAIT.seconds} s for other feeds")
    if notice.kind == "digest":
        return Planned(target.name, now, "digest")
    return Planned(target.name, now, f"{notice.kind}: at once")


def retry(attempts: int, error: ChannelError, created_at: datetime, now: datetime, jitter: float) -> datetime | None:
    """When to try again after the `attempts`th failure; None means never: the delivery is dead until a person acts.

    The wait doubles from 30 s to 15 min; `jitter` (0 to 1) spreads it over its upper half. What the service asked
    for is obeyed up to an hour. A permanent failure, and one that outlasts 7 days, ends the tries.
    """
    if error.permanent or now - created_at >= GIVE_UP_AFTER:
        return None
    longest = min(FIRST_RETRY * 2.0 ** min(max(attempts, 1) - 1, 16), LONGEST_RETRY)
    wait = longest * (0.5 + 0.5 * jitter)
    if error.retry_after is not None:
        wait = max(wait, min(error.retry_after, LONGEST_OBEYED))
    return now + timedelta(seconds=wait)
