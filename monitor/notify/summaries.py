"""The wording of notices that are not about one incident: baseline, digest, surge, storm, trouble, recovered, test."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from monitor.models import Delivery, Severity
from monitor.notify.alive import alive_line, alive_title
from monitor.notify.countries import country_name
from monitor.notify.faults import fault_wording
from monitor.notify.floods import flood_sentence, flood_title
from monitor.notify.quote import clean, isolate, source_link
from monitor.notify.topicwords import shortened, topic_of_rule
from monitor.notify.troubles import alarm_wording
from monitor.notify.wording import Manner, Part, Wording, joined, label, ref_line
from monitor.notify.words import RIGHT_TO_LEFT, count, say, severity_word, tongue

_LISTED = 25
_NAMED_AT_LEAST = 6
_WORDS = 5
# What waited for quiet hours, a limit, maintenance or the time of a digest, and why.
_WAITED = {"en": "Kept for you", "ar": "ما احتُفظ به لكم", "fa": "نگه‌داشته‌شده برای شما"}
_WHY_WAITED = {
    "digest": {"en": "digest", "ar": "موجز", "fa": "خلاصه"},
    "update": {"en": "updates", "ar": "تحديثات", "fa": "به‌روزرسانی‌ها"},
    "quiet hours": {"en": "quiet hours", "ar": "ساعات الهدوء", "fa": "ساعات سکوت"},
    "maintenance": {"en": "maintenance", "ar": "صيانة", "fa": "تعمیر و نگهداری"},
    "limit": {"en": "too many at once", "ar": "كثيرة في وقت واحد", "fa": "بیش از حد هم‌زمان"},
    "storm": {"en": "storm of notices", "ar": "سيل من الإشعارات", "fa": "سیل اعلان‌ها"},
}
_WHY_WAITED["limit of critical ones"] = _WHY_WAITED["limit"]


def summary_wording(delivery: Delivery, manner: Manner) -> Wording:
    """What the notice's facts say; its reason where they say nothing.

    baseline: `parts`, each with `feed`, `why`, `older` and `items` (`title`, `lang`, `url`, `rule`, `severity`, `ref`);
    digest: `items` (the same, and `score`), `total`; of what waited for it also `held` (why), and in each item `refs`,
    the references of all its notices; surge: `items`, and as storm what floods.py says; trouble, recovered: `subject`,
    `sentence`, `since` (ISO 8601); test: `target`. A digest may have `alive` (see alive.py), trouble an `alarm` (see
    troubles.py).
    """
    if delivery.kind == "baseline":
        return _listing(delivery, _baseline_title(delivery, manner), list(_baseline_lines(delivery, manner)), manner)
    if delivery.kind == "digest" and delivery.facts.get("held"):
        return _held(delivery, manner)
    if delivery.kind == "digest":
        return _digest(delivery, manner)
    if delivery.kind == "test":
        return _test(delivery, manner)
    if delivery.kind in {"surge", "storm"}:
        return _flood(delivery, manner)
    return alarm_wording(delivery, manner) if delivery.facts.get("alarm") else fault_wording(delivery, manner)


def _digest(delivery: Delivery, manner: Manner) -> Wording:
    items = _mappings(delivery.facts.get("items"))
    total = _number(delivery.facts.get("total")) or len(items)
    language = manner.style.language
    waits = say("for review", language, count=total) if total else say("nothing to review", language)
    title = joined((say("digest", language), waits), manner)
    alive = delivery.facts.get("alive")
    if not isinstance(alive, Mapping):
        return _listing(delivery, title, [_item(item, manner) for item in items], manner)
    told = tuple(alive_line(alive, manner.style, manner.now, short=short) for short in (False, True))
    wording = _listing(delivery, title, [_item(item, manner) for item in items], manner)
    titles = wording.titles if total else (alive_title(manner.style),)
    return replace(wording, titles=titles, parts=(Part(told), *wording.parts[1:]), shorten=(*wording.shorten, 0))


def _held(delivery: Delivery, manner: Manner) -> Wording:
    """What waited, the severest first, each line with the references of its notices; where lines give way, all
    references are still named as long as there is room."""
    items, language = _mappings(delivery.facts.get("items")), manner.style.language
    held = delivery.facts.get("held")
    whys = say("comma", language).join(dict.fromkeys(filter(None, (_why(str(one), language) for one in _list(held)))))
    waited = f"{_WAITED.get(language, _WAITED['en'])}: {len(items)}"
    title = joined((label(delivery.severity, manner), waited), manner)
    lines = [f"{_item(item, manner)} {isolate(', '.join(_refs(item.get('refs'))), language)}" for item in items]
    listing = _listing(delivery, f"{title} ({whys})" if whys else title, lines, manner)
    refs = _refs(delivery.facts.get("refs"))
    few = (_NAMED_AT_LEAST,) if len(refs) > _NAMED_AT_LEAST else ()
    named = [" ".join(refs), *(" ".join([*refs[:n], say("more", language, count=len(refs) - n)]) for n in few)]
    *before, last = listing.parts
    at, titles = len(before), tuple(dict.fromkeys((*listing.titles, title)))
    if len(items) > _LISTED:
        return Wording(titles, (*before, Part(tuple(named)), last), (*listing.shorten, *(at for _ in few)))
    # All lines fit, or the references are named apart from the lines that are left.
    return Wording(titles, (*before, Part(("", *named)), last), (at, *listing.shorten, *(at for _ in few)))


def _why(held: str, language: str) -> str:
    """What it waited for; of a storm also the country: `storm IQ`."""
    code = held.removeprefix("storm").strip() if held.startswith("storm") else ""
    words = _WHY_WAITED.get("storm" if code else held, {})
    country = clean(country_name(code, language), 60) if code else ""
    return ": ".join(part for part in (words.get(language, words.get("en", "")), country) if part)


def _flood(delivery: Delivery, manner: Manner) -> Wording:
    """A sentence with the figures, then the incidents that made a surge, the severest first."""
    lines = [
        f"{_item(item, manner)} {isolate(clean(_text(item, 'ref'), 40), manner.style.language)}"
        for item in _mappings(delivery.facts.get("items"))
    ]
    title = joined((label(delivery.severity, manner), flood_title(delivery, manner)), manner)
    listing = _listing(delivery, title, lines, manner)
    language = manner.style.language
    said = (flood_sentence(delivery.kind, delivery.facts, language, short=short) for short in (False, True))
    sentence = Part(tuple(manner.quote(one, 600) for one in said))
    return replace(listing, parts=(sentence, *listing.parts[1:]), shorten=(*listing.shorten, 0))


def _test(delivery: Delivery, manner: Manner) -> Wording:
    language = manner.style.language
    target = manner.quote(str(delivery.facts.get("target") or delivery.target), 60)
    lines = (say("test", language, target=target), say("test read", language), ref_line(delivery, language))
    return Wording((say("test title", language),), tuple(Part((line,)) for line in lines), ())


def _listing(delivery: Delivery, title: str, lines: Sequence[str], manner: Manner) -> Wording:
    """A title and many lines; the last lines give way first, and are counted."""
    shown = lines[:_LISTED]
    # One part whose variants are shorter and shorter lists, so that what is left out is always counted.
    language = manner.style.language
    variants = tuple(
        "\n".join([*shown[:n], *([say("more", language, count=len(lines) - n)] if 0 < n < len(lines) else [])])
        for n in range(len(shown), -1, -1)
    )
    style = manner.style
    link = f"{style.console.rstrip('/')}/" if style.console else ""
    # The title says it to other readers than those of the recorded reason.
    empty = "" if lines or language in RIGHT_TO_LEFT else manner.quote(delivery.reason, 300)
    parts = (Part((empty,)), Part(variants), Part((link, "")), Part((ref_line(delivery, language),)))
    return Wording((title,), parts, (*(1,) * (len(variants) - 1), 2))


def _baseline_title(delivery: Delivery, manner: Manner) -> str:
    parts, language = _mappings(delivery.facts.get("parts")), manner.style.language
    matches = sum(len(_mappings(part.get("items"))) + _number(part.get("older")) for part in parts)
    feeds = count("feed", len(parts), language)
    told = say("summary", language, matches=count("match", matches, language), feeds=feeds)
    return joined((label(delivery.severity, manner), told), manner)


def _baseline_lines(delivery: Delivery, manner: Manner) -> Iterator[str]:
    """The matches of all feeds, most severe first; then what each feed brought."""
    language, quote = manner.style.language, manner.quote
    parts = _mappings(delivery.facts.get("parts"))
    items = [item for part in parts for item in _mappings(part.get("items"))]
    yield from (_item(item, manner) for item in sorted(items, key=lambda item: -_severity(item).rank))
    for part in parts:
        recent, older = len(_mappings(part.get("items"))), _number(part.get("older"))
        why = quote(_text(part, "why"), 120)
        if language in RIGHT_TO_LEFT:
            why = say("first poll" if "first poll" in why else "many at once", language)
        brought = say("brought", language, why=why, recent=recent, older=older)
        yield f"{quote(_text(part, 'feed'), 60)}: {brought}"


def _item(item: Mapping[str, object], manner: Manner) -> str:
    language, quote = manner.style.language, manner.quote
    title = quote(_text(item, "title"), 140) or say("no headline", language)
    domain = isolate(source_link(_text(item, "url"))[0], language)
    lang = _text(item, "lang")
    score = f" {_number(item.get('score'))}" if item.get("score") is not None else ""
    rule = shortened(topic_of_rule(_text(item, "rule"), language), 48)
    told = tongue(lang, language) or quote(lang, 8) if lang not in {"", language, "und"} else ""
    tail = say("comma", language).join(part for part in (told, domain) if part)
    word = severity_word(_severity(item), language) if item.get("severity") else ""
    between = " · " if language in RIGHT_TO_LEFT else " "
    head = between.join(part for part in (word, f"{rule}{score}") if part)
    return f"- {head}: {title}" + (f" ({tail})" if tail else "")


def _refs(value: object) -> list[str]:
    return [clean(str(ref), 40) for ref in _list(value)]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _severity(item: Mapping[str, object]) -> Severity:
    word = _text(item, "severity")
    return Severity(word) if word in list(Severity) else Severity.INFORMATIONAL


def _mappings(value: object) -> list[Mapping[str, object]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _text(facts: Mapping[str, object], name: str) -> str:
    value = facts.get(name)
    return value if isinstance(value, str) else ""


def _number(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0
