"""The parts of a message about an incident, in the order in which a tired person on a phone needs them:

    severity, topic, place / gist / headline / what changed / original / who, what / why / sources / do / link / ref

A part has variants, longest first; `shorten` says which part gives way first when space runs out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.models import Assessment, Delivery, IncidentView, NoticeKind, Reason, Report, Severity
from monitor.notify.changewords import Quote, difference_lines, numbers_line, single_source
from monitor.notify.limits import Format
from monitor.notify.links import answer_link
from monitor.notify.quote import clean, source_link
from monitor.notify.times import times

MARKS = {
    Severity.CRITICAL: "🚨",
    Severity.HIGH: "🔴",
    Severity.MEDIUM: "🟠",
    Severity.LOW: "🟡",
    Severity.INFORMATIONAL: "⚪",
}
_KIND_WORDS: dict[NoticeKind, str] = {"updated": "UPDATE", "escalated": "ESCALATED", "reminder": "UNANSWERED"}
HEADLINES = (300, 160, 100, 60, 40)
_TOPIC = (80, 48, 28)
_GIST = 160
_NAMED_SOURCES = 3
_NAMED_WORDS = 3
# A report arrives a moment before the transaction that creates its notice.
_SAME_MOMENT = timedelta(seconds=90)
_LATE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Style:
    """What all messages share: the readers' time zone (IANA name) and language, the console's address ("" = none), and
    the key that signs links to it (empty = links let nobody in)."""

    zone: str = "UTC"
    language: str = "en"
    console: str = ""
    key: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Manner:
    """How one message is written: quoting, format, style, the moment at which it is read, and a machine's translation
    of the headline ("" = none)."""

    quote: Quote
    written: Format
    style: Style
    now: datetime
    gloss: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One line or block of a message: its variants, longest first. An empty variant leaves the part out."""

    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A message before it is fitted: variants of its title, its parts, and the numbers of the parts in the order in
    which each gives way by one step."""

    titles: tuple[str, ...]
    parts: tuple[Part, ...]
    shorten: tuple[int, ...]
    separator: str = "\n"


def label(severity: Severity, written: Format) -> str:
    """The severity word, with a coloured mark where that can be shown."""
    word = severity.value.upper()
    return f"{MARKS[severity]} {word}" if written == "chat" else word


def incident_wording(delivery: Delivery, view: IncidentView, manner: Manner) -> Wording:
    """The full message about an incident."""
    quote, style = manner.quote, manner.style
    headline, original = headlines(view, style.language)
    link, source = links(delivery, view, headline, style)
    gist = gist_of(view, style.language, quote)
    if manner.gloss:
        original = headline
    named: dict[str, tuple[str, ...]] = {
        "gist": (gist, ""),
        "headline": tuple(headline_line(headline, manner, longest) for longest in HEADLINES),
        "late": (late(delivery, manner), ""),
        "changed": (changed(delivery, view, quote, style.language), ""),
        "original": (quoted_title(original, style.language, quote, 300) if original else "", ""),
        "details": (details(view, quote), ""),
        "why": (*why(view, quote), ""),
        "numbers": (numbers_line(view, style.language), ""),
        "also": (also(view), ""),
        "sources": (*sources(view, manner), ""),
        "do": (do(view, 300), do(view, 120), ""),
        "link": link,
        "source": source,
        "ref": (ref_line(delivery),),
    }
    order = list(named)
    give_way = (
        "sources why numbers details also source original why sources do headline do why changed headline sources"
        " headline headline link gist"
    )
    return Wording(
        titles=titles(delivery, view, manner, quoted_title(headline, style.language, quote, 100)),
        parts=tuple(Part(variants) for variants in named.values()),
        shorten=tuple(order.index(name) for name in give_way.split()),
    )


def titles(delivery: Delivery, view: IncidentView, manner: Manner, headline: str) -> tuple[str, ...]:
    """The first line, or the subject of a mail, in variants: the topic gives way, severity and place do not."""
    kind = _KIND_WORDS.get(delivery.kind, "")
    written, severity = manner.written, label(view.severity, manner.written)
    place = place_of(view, manner.quote)
    found = []
    for longest in _TOPIC:
        topic = clean(view.assessments[0].title if view.assessments else "Incident", longest)
        if written == "email":
            what = " ".join(part for part in (kind, ", ".join(part for part in (topic, place) if part)) if part)
            found.append(f"[{severity}] {what}: {headline} ({len(view.reports)})")
        elif written == "short":
            what = ", ".join(part for part in (topic, place) if part)
            found.append(" ".join(part for part in (severity, kind, what) if part))
        else:
            found.append(" · ".join(part for part in (severity, kind, topic, place) if part))
    return tuple(found)


def place_of(view: IncidentView, quote: Quote) -> str:
    """Where it happened, as the strongest assessment that knows says."""
    return next((quote(a.slots["place"], 60) for a in view.assessments if a.slots.get("place")), "")


def gist_of(view: IncidentView, language: str, quote: Quote) -> str:
    """The event in one line in the reader's language, as the strongest assessment that has it tells it; or nothing."""
    told = next((a.gist[language] for a in view.assessments if a.gist.get(language)), "")
    return quote(told, _GIST) if told else ""


def headlines(view: IncidentView, language: str) -> tuple[Report | None, Report | None]:
    """The report whose title the reader can read (else the first one), and the first report when it is another."""
    if not view.reports:
        return None, None
    first = view.reports[0]
    readable = next((report for report in view.reports if report.lang == language), first)
    return readable, None if readable is first else first


def quoted_title(report: Report | None, language: str, quote: Quote, longest: int) -> str:
    """The title as quoted, with its language when that is not the reader's."""
    if report is None:
        return "(no headline)"
    text = quote(report.title, longest) or "(no headline)"
    return text if report.lang in {language, "und", ""} else f"{text} ({quote(report.lang, 8)})"


def headline_line(report: Report | None, manner: Manner, longest: int) -> str:
    """The headline as the reader can read it: as it stands, or as a machine translated it, which is then said."""
    if manner.gloss:
        return f"{manner.quote(manner.gloss, longest)} (machine translation)"
    return quoted_title(report, manner.style.language, manner.quote, longest)


def ref_line(delivery: Delivery) -> str:
    """The visible id, and that of the first message about the incident: most services cannot put both together."""
    first = clean(delivery.first_ref, 40)
    return f"Ref {clean(delivery.ref, 40)}" + (f" (first {first})" if first and first != delivery.ref else "")


def changed(delivery: Delivery, view: IncidentView, quote: Quote, language: str = "en") -> str:
    """What is new since people were told last, each difference on a line; "" for an opened incident."""
    differences = difference_lines(delivery, language, quote)
    if differences and delivery.kind == "escalated":
        return "\n".join(differences)
    return "\n".join([*differences, line]) if (line := _changed(delivery, view, quote)) else ""


def _changed(delivery: Delivery, view: IncidentView, quote: Quote) -> str:
    if delivery.kind in {"escalated", "reminder"}:
        return f"{'Unanswered' if delivery.kind == 'reminder' else 'Changed'}: {quote(delivery.reason, 200)}"
    if delivery.kind != "updated":
        return ""
    since = delivery.told_at or delivery.created_at - _SAME_MOMENT
    new = [report for report in view.reports[1:] if report.first_seen >= since] or view.reports[-1:]
    names = ", ".join(quote(name, 40) for name in source_names(new)[:_NAMED_SOURCES])
    total, outlets = len(view.reports), len(source_names(view.reports))
    now_are = f"now {_count(total, 'report')} from {_count(outlets, 'source')}"
    line = f"Changed: {_count(len(new), 'new report')} ({names}), {now_are}" if new else f"Changed: {now_are}"
    latest = new[-1].title if new else ""
    return f"{line}\nLatest: {quote(latest, 160)}" if latest and latest != view.reports[0].title else line


def late(delivery: Delivery, manner: Manner) -> str:
    """Says so when the message comes long after it was written, as after a day without the channel."""
    if manner.now - delivery.created_at < _LATE:
        return ""
    return f"Delayed: written {times([delivery.created_at], manner.style.zone, manner.now)}"


def details(view: IncidentView, quote: Quote) -> str:
    """Status and slots of the leading assessment."""
    if not view.assessments:
        return ""
    lead = view.assessments[0]
    known = {"status": lead.status or ""} | {name: value for name, value in lead.slots.items() if name != "place"}
    return " · ".join(f"{quote(name, 20).capitalize()}: {quote(value, 60)}" for name, value in known.items() if value)


def why(view: IncidentView, quote: Quote) -> tuple[str, ...]:
    """The score with its reasons and the words behind them; without the words; the score alone."""
    if not view.assessments:
        return ("",)
    lead = view.assessments[0]
    score = f"Why {lead.score}/100"
    counted = [reason for reason in lead.reasons if reason.points]
    if not counted:
        return (score,)
    full = ", ".join(_bar(reason, lead, quote) for reason in counted)
    names = ", ".join(_bar(reason, lead, None) for reason in counted)
    return f"{score}: {full}", f"{score}: {names}", score


def _bar(reason: Reason, lead: Assessment, quote: Quote | None) -> str:
    name = clean(reason.name, 40)
    if reason.kind == "model" and lead.model is not None:
        return f"model {lead.model:.2f} {reason.points:+d}"
    text = f"{name} {reason.points}" if reason.kind == "evidence" else f"{name} {reason.points:+d}"
    words = matched_words(reason, quote) if quote else ()
    return f"{text} ({', '.join(words)})" if words else text


def matched_words(reason: Reason, quote: Quote) -> tuple[str, ...]:
    """The first few different words that matched, as quoted."""
    different = {hit.text.casefold(): hit.text for hit in reason.hits}
    return tuple(quote(word, 40) for word in list(different.values())[:_NAMED_WORDS])


def also(view: IncidentView) -> str:
    """The other rules that speak of this event."""
    others = {a.rule: a for a in reversed(view.assessments[1:]) if a.rule != view.assessments[0].rule}
    named = [f"{clean(a.title, 60)} {a.score}" for a in sorted(others.values(), key=lambda a: -a.score)[:3]]
    return f"Also: {', '.join(named)}" if named else ""


def source_names(reports: Sequence[Report]) -> list[str]:
    """The outlets, each once, in the order in which they reported."""
    return list({name.casefold(): name for r in reports if (name := r.source or source_link(r.url)[0])}.values())


def sources(view: IncidentView, manner: Manner) -> tuple[str, ...]:
    """Who reports it and since when, with names and without."""
    if not view.reports:
        return ("",)
    grades = {(report.source or source_link(report.url)[0]).casefold(): report.reliability for report in view.reports}
    names = source_names(view.reports)
    grade = {name: manner.quote(grades.get(name.casefold(), ""), 4) or "?" for name in names[:_NAMED_SOURCES]}
    named = [f"{manner.quote(name, 40)} ({grade[name]})" for name in grade]
    more = [f"+{len(names) - len(named)}"] if len(names) > len(named) else []
    when = times([said_at(report) for report in view.reports], manner.style.zone, manner.now)
    if single := single_source(view, len(names), manner.style.language):
        return f"{single}: {', '.join(named) or 'unnamed'} · {when}", f"{single} · {when}"
    return f"Sources {len(names)}: {', '.join(named + more)} · {when}", f"Sources {len(names)} · {when}"


def said_at(report: Report) -> datetime:
    """When a report was published, or else first seen."""
    return report.published or report.first_seen


def do(view: IncidentView, longest: int) -> str:
    """What the owner wants done, from the rule that leads."""
    actions = next((clean(a.actions, longest) for a in view.assessments if a.actions.strip()), "")
    return f"Do: {actions}" if actions else ""


def links(
    delivery: Delivery, view: IncidentView, headline: Report | None, style: Style
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(our page or nothing, the article with its domain). Where there is no page of ours, the article stays."""
    domain, url = source_link(headline.url) if headline else ("", "")
    article = (f"{domain}: {url}", domain) if url else (domain,)
    if style.console:
        page = answer_link(style.console, view.ref, delivery.target, delivery.created_at, style.key)
        return (page,), (article[0], "")
    return ("",), article


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
