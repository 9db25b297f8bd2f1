"""Who reports an incident: the outlets, how reliable each is, and how sure they make it."""

from collections.abc import Sequence
from datetime import datetime

from monitor.models import IncidentView, Report
from monitor.notify.changewords import Quote, is_alone
from monitor.notify.quote import source_link
from monitor.notify.words import count, say

_GRADES = frozenset("ABCDEF")


def source_names(reports: Sequence[Report]) -> list[str]:
    """The outlets, each once, in the order in which they reported."""
    return list({name.casefold(): name for r in reports if (name := r.source or source_link(r.url)[0])}.values())


def sure_words(view: IncidentView, language: str) -> str:
    """How many sources say it, and how sure that makes it."""
    outlets = len(source_names(view.reports))
    if not outlets:
        return ""
    sure = "unconfirmed" if is_alone(view, outlets) else "official" if view.confirmed else ""
    told = count("source", outlets, language)
    return f"{told}{say('comma', language)}{say(sure, language)}" if sure else told


def grade_word(reliability: str, quote: Quote) -> str:
    """The letter of a source's reliability."""
    return reliability if reliability in _GRADES else quote(reliability, 4) or "?"


def said_at(report: Report) -> datetime:
    """When a report was published, or else first seen."""
    return report.published or report.first_seen
