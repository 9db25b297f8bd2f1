"""The wording of notices that are not about one incident: baseline, digest, surge, storm, trouble, recovered, test."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.models import Delivery, NoticeKind, Severity
from monitor.notify.alive import alive_line, alive_title
from monitor.notify.changewords import Quote
from monitor.notify.floods import flood_sentence, flood_title
from monitor.notify.limits import Format
from monitor.notify.quote import clean, source_link
from monitor.notify.times import times
from monitor.notify.troubles import alarm_wording
from monitor.notify.wording import Manner, Part, Wording, label

_LISTED = 25
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
_SERVICE_WORDS: dict[NoticeKind, str] = {"trouble": "Service trouble", "recovered": "Working again"}


def summary_wording(delivery: Delivery, manner: Manner) -> Wording:
    """What the notice's facts say; its reason where they say nothing.

    baseline: `parts`, each with `feed`, `why`, `older` and `items` (`title`, `lang`, `url`, `rule`, `severity`, `ref`);
    digest: `items` (the same, and `score`), `total`; of what waited for it also `held` (why), and in each item `refs`,
    the references of all its notices; surge: `items`, and as storm what floods.py says; trouble, recovered: `subject`,
    `sentence`, `since` (ISO 8601); test: `target`. A digest may have `alive` (see alive.py), trouble an `alarm` (see
    troubles.py).
    """
    quote = manner.quote
    if delivery.kind == "baseline":
        lines = list(_baseline_lines(delivery, quote))
        return _listing(delivery, _baseline_title(delivery, manner.written), lines, manner)
    if delivery.kind == "digest" and delivery.facts.get("held"):
        return _held(delivery, manner)
    if delivery.kind == "digest":
        return _digest(delivery, manner)
    if delivery.kind == "test":
        return _test(delivery, quote)
    if delivery.kind in {"surge", "storm"}:
        return _flood(delivery, manner)
    return alarm_wording(delivery, manner) if delivery.facts.get("alarm") else _service(delivery, manner)


def _digest(delivery: Delivery, manner: Manner) -> Wording:
    items = _mappings(delivery.facts.get("items"))
    total = _number(delivery.facts.get("total")) or len(items)
    title = f"Digest · {total} for review" if total else "Digest · nothing to review"
    alive = delivery.facts.get("alive")
    if not isinstance(alive, Mapping):
        return _listing(delivery, title, [_item(item, manner.quote) for item in items], manner)
    told = alive_line(alive, manner.style, manner.now)
    wording = _listing(delivery, title, [_item(item, manner.quote) for item in items], manner)
    titles = wording.titles if total else (alive_title(manner.style),)
    return replace(wording, titles=titles, parts=(Part((told,)), *wording.parts[1:]))


def _held(delivery: Delivery, manner: Manner) -> Wording:
    """What waited, the severest first, each line with the references of its notices; where lines give way, all
    references are still named as long as there is room."""
    items, language = _mappings(delivery.facts.get("items")), manner.style.language
    held = delivery.facts.get("held")
    whys = ", ".join(dict.fromkeys(filter(None, (_why(str(one), language) for one in _list(held)))))
    title = f"{label(delivery.severity, manner.written)} · {_WAITED.get(language, _WAITED['en'])}: {len(items)}"
    lines = [f"{_item(item, manner.quote)} {', '.join(_refs(item.get('refs')))}" for item in items]
    listing = _listing(delivery, f"{title} ({whys})" if whys else title, lines, manner)
    all_refs = _refs(delivery.facts.get("refs")) if len(items) > _LISTED else []
    more = Part((" ".join(all_refs), "") if all_refs else ("",))
    *before, last = listing.parts
    return Wording(listing.titles, (*before, more, last), (*listing.shorten, len(before)))


def _why(held: str, language: str) -> str:
    """What it waited for; of a storm also the country: `storm IQ`."""
    country = held.removeprefix("storm").strip() if held.startswith("storm") else ""
    words = _WHY_WAITED.get("storm" if country else held, {})
    return " ".join(part for part in (words.get(language, words.get("en", "")), clean(country, 10)) if part)


def _flood(delivery: Delivery, manner: Manner) -> Wording:
    """A sentence with the figures, then the incidents that made a surge, the severest first."""
    lines = [
        f"{_item(item, manner.quote)} {clean(_text(item, 'ref'), 40)}"
        for item in _mappings(delivery.facts.get("items"))
    ]
    title = f"{label(delivery.severity, manner.written)} · {flood_title(delivery, manner)}"
    listing = _listing(delivery, title, lines, manner)
    said = flood_sentence(delivery.kind, delivery.facts, manner.style.language)
    return replace(listing, parts=(Part((manner.quote(said, 600),)), *listing.parts[1:]))


def _test(delivery: Delivery, quote: Quote) -> Wording:
    target = quote(str(delivery.facts.get("target") or delivery.target), 60)
    lines = (
        f"This is a test of the channel {target}. Nothing has happened.",
        "If you can read this, alerts for this channel reach you here.",
    )
    return Wording(("[TEST] Threat Monitor",), tuple(Part((line,)) for line in (*lines, _ref(delivery))), ())


def _service(delivery: Delivery, manner: Manner) -> Wording:
    word = _SERVICE_WORDS.get(delivery.kind, delivery.kind.capitalize())
    subject = manner.quote(_text(delivery.facts, "subject"), 80)
    sentence = _text(delivery.facts, "sentence") or delivery.reason or "No reason was recorded."
    since = _time(_text(delivery.facts, "since"))
    parts = (
        Part((manner.quote(sentence, 600), manner.quote(sentence, 200))),
        Part((f"Since {times([since], manner.style.zone, manner.now)}" if since else "", "")),
        Part((_ref(delivery),)),
    )
    title = " · ".join(part for part in (label(delivery.severity, manner.written), word, subject) if part)
    return Wording((title,), parts, (1, 0))


def _listing(delivery: Delivery, title: str, lines: Sequence[str], manner: Manner) -> Wording:
    """A title and many lines; the last lines give way first, and are counted."""
    shown = lines[:_LISTED]
    # One part whose variants are shorter and shorter lists, so that what is left out is always counted.
    variants = tuple(
        "\n".join([*shown[:n], *([f"+{len(lines) - n} more"] if n < len(lines) else [])])
        for n in range(len(shown), -1, -1)
    )
    style = manner.style
    link = f"{style.console.rstrip('/')}/" if style.console else ""
    empty = "" if lines else manner.quote(delivery.reason, 300)
    parts = (Part((empty,)), Part(variants), Part((link,)), Part((_ref(delivery),)))
    return Wording((title,), parts, (1,) * (len(variants) - 1))


def _baseline_title(delivery: Delivery, written: Format) -> str:
    parts = _mappings(delivery.facts.get("parts"))
    matches = sum(len(_mappings(part.get("items"))) + _number(part.get("older")) for part in parts)
    feeds = f"{len(parts)} feed{'' if len(parts) == 1 else 's'}"
    return f"{label(delivery.severity, written)} · Summary: {matches} match{'' if matches == 1 else 'es'} from {feeds}"


def _baseline_lines(delivery: Delivery, quote: Quote) -> Iterator[str]:
    """The matches of all feeds, most severe first; then what each feed brought."""
    parts = _mappings(delivery.facts.get("parts"))
    items = [item for part in parts for item in _mappings(part.get("items"))]
    yield from (_item(item, quote) for item in sorted(items, key=lambda item: -_severity(item).rank))
    for part in parts:
        recent, older = len(_mappings(part.get("items"))), _number(part.get("older"))
        yield f"{quote(_text(part, 'feed'), 60)}: {quote(_text(part, 'why'), 120)}; {recent} recent, {older} older"


def _item(item: Mapping[str, object], quote: Quote) -> str:
    title = quote(_text(item, "title"), 140) or "(no headline)"
    domain = source_link(_text(item, "url"))[0]
    lang = quote(_text(item, "lang"), 8)
    score = f" {_number(item.get('score'))}" if item.get("score") is not None else ""
    rule = clean(_text(item, "rule"), 60)
    tail = ", ".join(part for part in (lang if lang not in {"", "en", "und"} else "", domain) if part)
    word = _severity(item).value.upper() if item.get("severity") else ""
    head = " ".join(part for part in (word, f"{rule}{score}") if part)
    return f"- {head}: {title}" + (f" ({tail})" if tail else "")


def _refs(value: object) -> list[str]:
    return [clean(str(ref), 40) for ref in _list(value)]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _ref(delivery: Delivery) -> str:
    return f"Ref {clean(delivery.ref, 40)}"


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


def _time(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
