"""The parts of a message about an incident, in the order in which a tired person on a phone needs them:

    severity, topic, place, how many, how sure / changes / gist / headline / original / facts / do / sources / why
    links / ref

A part has variants, longest first; `shorten` says which part gives way first when space runs out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.models import Delivery, IncidentView, Report, Severity
from monitor.notify.changewords import Quote, difference_lines, is_corrected, numbers_line, single_source
from monitor.notify.countries import country_name
from monitor.notify.limits import Format
from monitor.notify.links import answer_link
from monitor.notify.outlets import grade_word, said_at, source_names, sure_words
from monitor.notify.quote import clean, isolate, source_link
from monitor.notify.times import times
from monitor.notify.topicwords import shortened, topic_actions, topic_title
from monitor.notify.whywords import also, details, telling_toll, toll_words, why
from monitor.notify.words import count, say, severity_word, tongue

MARKS = {
    Severity.CRITICAL: "🚨",
    Severity.HIGH: "🔴",
    Severity.MEDIUM: "🟠",
    Severity.LOW: "🟡",
    Severity.INFORMATIONAL: "⚪",
}
HEADLINES = (300, 160, 100, 60, 40)
_TOPIC = (48, 40, 28)
_GIST = 160
_NAMED_SOURCES = 3
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


def joined(parts: Iterable[str], manner: Manner) -> str:
    """The parts of a title. A dot would make a text message of Latin letters twice as long."""
    between = say("comma", manner.style.language) if manner.written == "short" else " · "
    return between.join(part for part in parts if part)


def label(severity: Severity, manner: Manner) -> str:
    """The severity word, with a coloured mark where that can be shown."""
    word = severity_word(severity, manner.style.language)
    return f"{MARKS[severity]} {word}" if manner.written == "chat" else word


def incident_wording(delivery: Delivery, view: IncidentView, manner: Manner) -> Wording:
    """The full message about an incident."""
    quote, style = manner.quote, manner.style
    language = style.language
    headline, original = headlines(view, language)
    link, source = links(delivery, view, headline, style)
    if manner.gloss:
        original = headline
    named: dict[str, tuple[str, ...]] = {
        "changed": (changed(delivery, view, manner), ""),
        "gist": (gist_of(view, language, quote), ""),
        "headline": tuple(headline_line(headline, manner, longest) for longest in HEADLINES),
        "late": (late(delivery, manner), ""),
        "original": (quoted_title(original, language, quote, 300) if original else "", ""),
        "details": (details(view, quote, language), ""),
        "do": (do(view, language, 300), do(view, language, 120), ""),
        "sources": _apart((*sources(view, manner), "")),
        "numbers": (numbers_line(view, language), ""),
        "why": (*why(view, quote, language), ""),
        "also": (also(view, language), ""),
        "link": _apart(link),
        "source": source if link[0] else _apart(source),
        "ref": (ref_line(delivery, language),),
    }
    order = list(named)
    give_way = (
        "sources why numbers details also source original why sources do headline why do changed headline sources"
        " headline headline link gist"
    )
    return Wording(
        titles=titles(delivery, view, manner),
        parts=tuple(Part(variants) for variants in named.values()),
        shorten=tuple(order.index(name) for name in give_way.split()),
    )


def _apart(variants: tuple[str, ...]) -> tuple[str, ...]:
    """With an empty line above: what to know and do, who says it and why, and the links are three blocks."""
    return tuple(f"\n{text}" if text else "" for text in variants)


def titles(delivery: Delivery, view: IncidentView, manner: Manner) -> tuple[str, ...]:
    """The first line, or the subject of a mail, in variants: what, where, how many, how sure. The topic gives way, then
    how many; severity and place do not."""
    language, written = manner.style.language, manner.written
    kind, severity, comma = kind_word(delivery, language), label(view.severity, manner), say("comma", language)
    place = place_of(view, manner)
    toll, sure = toll_words(view, language), sure_words(view, language)
    found = []
    for longest, told in ((_TOPIC[0], [toll, sure]), (_TOPIC[1], [toll, sure]), (_TOPIC[2], [sure]), (_TOPIC[2], [])):
        topic = topic_of(view, language, longest)
        what = comma.join(part for part in (topic, place) if part)
        extra = comma.join(part for part in told if part)
        if written == "email":
            head = " · ".join(part for part in (" ".join(part for part in (kind, what) if part), extra) if part)
            found.append(f"[{severity}] {head}: {subject_words(view, manner)}")
        elif written == "short":
            found.append(" ".join(part for part in (severity, kind, what) if part))
        else:
            found.append(joined((severity, kind, topic, place, extra), manner))
    return tuple(dict.fromkeys(found))


def kind_word(delivery: Delivery, language: str) -> str:
    """What kind of news it is; "" for an opened incident."""
    if delivery.kind == "updated" and is_corrected(delivery):
        return say("corrected", language)
    return say(delivery.kind, language) if delivery.kind in {"updated", "escalated", "reminder"} else ""


def topic_of(view: IncidentView, language: str, longest: int) -> str:
    """What the rule that leads is called."""
    lead = view.assessments[0] if view.assessments else None
    return shortened(topic_title(lead, language), longest) if lead else say("incident", language)


def subject_words(view: IncidentView, manner: Manner) -> str:
    """What ends the subject of a mail: a headline that can be read, else the gist."""
    language, quote = manner.style.language, manner.quote
    headline, _ = headlines(view, language)
    gist = gist_of(view, language, quote)
    if gist and not manner.gloss and (headline is None or headline.lang != language):
        return gist
    return headline_line(headline, manner, 100)


def place_of(view: IncidentView, manner: Manner) -> str:
    """Where it happened, as the strongest assessment that knows says, with the country."""
    language = manner.style.language
    told = next((a for a in view.assessments if a.slots.get("place")), None)
    if told is None:
        return ""
    kept = told.slots["place"]
    name = told.local.get(language, {}).get("place") or kept
    code = next((place.country for place in told.places if place.name == kept), "")
    country = country_name(code, language) if code else ""
    here = [name] if not country or country.casefold() in name.casefold() else [name, country]
    return say("comma", language).join(manner.quote(part, 60) for part in here)


def gist_of(view: IncidentView, language: str, quote: Quote) -> str:
    """The event in one line in the reader's language, as the strongest assessment that has it tells it, and with the
    number of the dead that holds now; or nothing."""
    told = telling_toll(view, language)
    return quote(told.gist[language], _GIST) if told else ""


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
        return say("no headline", language)
    text = quote(report.title, longest) or say("no headline", language)
    return (
        text
        if report.lang in {language, "und", ""}
        else f"{text} ({tongue(report.lang, language) or quote(report.lang, 8)})"
    )


def headline_line(report: Report | None, manner: Manner, longest: int) -> str:
    """The headline as the reader can read it: as it stands, or as a machine translated it, which is then said."""
    if manner.gloss:
        return say("machine", manner.style.language, text=manner.quote(manner.gloss, longest))
    return quoted_title(report, manner.style.language, manner.quote, longest)


def ref_line(delivery: Delivery, language: str) -> str:
    """The visible id, and that of the first message about the incident: most services cannot put both together."""
    ref, first = clean(delivery.ref, 40), clean(delivery.first_ref, 40)
    return say("first ref" if first and first != delivery.ref else "ref", language, ref=ref, first=first)


def changed(delivery: Delivery, view: IncidentView, manner: Manner) -> str:
    """What is new since people were told last, each difference on a line; "" for an opened incident."""
    differences = difference_lines(delivery, manner.style.language, manner.quote)
    if differences and delivery.kind == "escalated":
        return "\n".join(differences)
    return "\n".join([*differences, line]) if (line := _changed(delivery, view, manner)) else ""


def _changed(delivery: Delivery, view: IncidentView, manner: Manner) -> str:
    language, quote = manner.style.language, manner.quote
    if delivery.kind == "reminder":
        command = isolate(f"monitor incidents ack {clean(view.ref, 40)}", language)
        return say("unanswered", language, reason=quote(delivery.reason, 200), command=command)
    if delivery.kind == "escalated":
        return say("changed", language, what=say("got worse", language, reason=quote(delivery.reason, 200)))
    if delivery.kind != "updated":
        return ""
    since = delivery.told_at or delivery.created_at - _SAME_MOMENT
    new = [report for report in view.reports[1:] if report.first_seen >= since] or view.reports[-1:]
    if not new:
        return ""
    names = say("comma", language).join(quote(name, 40) for name in source_names(new)[:_NAMED_SOURCES])
    line = say("changed", language, what=f"{count('new report', len(new), language)} ({names})")
    latest = new[-1]
    # Above the headline of the same report it would be said twice.
    shown = {report.title for report in headlines(view, language) if report}
    return (
        line
        if not latest.title or latest.title in shown
        else (f"{line}\n{say('latest', language, title=quoted_title(latest, language, quote, 160))}")
    )


def late(delivery: Delivery, manner: Manner) -> str:
    """Says so when the message comes long after it was written, as after a day without the channel."""
    if manner.now - delivery.created_at < _LATE:
        return ""
    style = manner.style
    return say("late", style.language, when=times([delivery.created_at], style.zone, manner.now, style.language))


def sources(view: IncidentView, manner: Manner) -> tuple[str, ...]:
    """Who reports it and since when, with names and without."""
    if not view.reports:
        return ("",)
    grades = {(report.source or source_link(report.url)[0]).casefold(): report.reliability for report in view.reports}
    names = source_names(view.reports)
    language = manner.style.language
    grade = {name: grades.get(name.casefold(), "") for name in names[:_NAMED_SOURCES]}
    named = [f"{manner.quote(name, 40)} ({grade_word(grade[name], manner.quote)})" for name in grade]
    more = [f"+{len(names) - len(named)}"] if len(names) > len(named) else []
    who = say("comma", language).join(named + more) or say("unnamed", language)
    when = times([said_at(report) for report in view.reports], manner.style.zone, manner.now, language)
    said = single_source(view, len(names), language) or say("sources", language, count=len(names))
    return f"{said}: {who} · {when}", f"{said} · {when}"


def do(view: IncidentView, language: str, longest: int) -> str:
    """What the owner wants done, from the rule that leads."""
    asking = next((a for a in view.assessments if a.actions.strip()), None)
    actions = clean(topic_actions(asking, language), longest) if asking else ""
    return say("do", language, actions=actions) if actions else ""


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
