"""What a route does, in one sentence: so that nobody has to guess what his configuration means."""

from datetime import timedelta

from monitor.notify.policy import UPDATE_WAIT
from monitor.notify.routes import Limit, Maintenance, Mute, Quiet, Route, Storm, When, either

REMINDED_FOR = timedelta(hours=24)
"""After so long without an answer nobody is reminded any more."""


def sentence(route: Route) -> str:
    """The whole behaviour of a route as one sentence."""
    parts = [f"{_whom(route)} {_hears(len(route.to) > 1)} {what(route.when)} {_how(route)}"]
    if route.quiet:
        parts.append(_quiet(route.quiet))
    if route.limit:
        parts.append(_limit(route.limit))
    if route.chain:
        targets = route.chain.targets
        every = span(route.chain.within)
        told = f"{targets[0]} is told" if len(targets) == 1 else f"{', then '.join(targets)} are told in turn"
        parts.append(f"until somebody acknowledges it, every {every} for {span(REMINDED_FOR)} {told}")
    parts.append(
        "the routes after this one are asked, too" if route.goes_on else "no later route is asked for what fits"
    )
    return f"{capital(route.title)}: {'; '.join(parts)}."


def what(when: When) -> str:
    """What a route listens for."""
    said = [f"of topic {either(when.topics)}"] if when.topics else []
    if when.severities:
        said.append(f"of severity {either([one.value for one in when.severities])}")
    if when.min_severity:
        said.append(f"of at least {when.min_severity} severity")
    if when.places:
        said.append(f"in {either(when.places)}")
    if when.languages:
        said.append(f"reported in {either(when.languages)}")
    if when.tags:
        said.append(f"from feeds tagged {either(when.tags)}")
    if when.statuses:
        said.append(f"of status {either(when.statuses)}")
    if when.hours:
        said.append(f"that come at {either([str(hours) for hours in when.hours])}")
    return f"incidents {' '.join(said)}" if said else "all incidents"


def maintenance_sentence(window: Maintenance) -> str:
    """What a maintenance window does."""
    whom = ", ".join(window.targets) or "everybody"
    exempt = f", {either([one.value for one in window.exempt])} apart," if window.exempt else ""
    times = f"{window.start:%Y-%m-%d %H:%M} to {window.end:%Y-%m-%d %H:%M} UTC"
    return f"Maintenance from {times}: what {whom} would hear{exempt} is kept and sent at its end ({window.comment})."


def storm_sentence(storm: Storm) -> str:
    """What becomes of many incidents of one country."""
    exempt = f"{either([one.value for one in storm.exempt])} ones and escalations" if storm.exempt else "escalations"
    return (
        f"Storms: when a channel was told of {storm.after} incidents of one country in {span(storm.within)}, further "
        f"ones come in one message per country every {span(storm.gather)}; {exempt} are still told one by one."
    )


def mute_text(mute: Mute) -> str:
    """What a mute names."""
    named = (("topic", mute.topic), ("place", mute.place), ("feed", mute.feed), ("incident", mute.incident))
    return ", ".join(f"{name} {value}" for name, value in named if value)


def capital(text: str) -> str:
    """The text with its first letter as a sentence begins."""
    return text[:1].upper() + text[1:]


def span(time: timedelta) -> str:
    """`15 min`, `2 h`, `90 s`."""
    seconds = int(time.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= size and seconds % size == 0 and (unit != "d" or seconds > size):
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _whom(route: Route) -> str:
    *first, last = route.to
    return f"{', '.join(first)} and {last}" if first else last


def _hears(several: bool) -> str:
    return "hear of" if several else "hears of"


def _how(route: Route) -> str:
    if route.how == "now":
        return "at once"
    if route.how == "update":
        return f"after {span(UPDATE_WAIT)}, as one message with what else came meanwhile"
    times = either([f"{at:%H:%M}" for at in route.at])
    return f"in a digest at {times} ({route.zone})"


def _quiet(quiet: Quiet) -> str:
    exempt = f", unless it is {either([one.value for one in quiet.exempt])}" if quiet.exempt else ""
    return f"what comes at {quiet.hours} is kept and sent as one message at {quiet.hours.end:%H:%M}{exempt}"


def _limit(limit: Limit) -> str:
    return (
        f"of more than {limit.count} messages in {span(limit.period)} the rest comes as one digest,"
        " critical ones counted apart"
    )
