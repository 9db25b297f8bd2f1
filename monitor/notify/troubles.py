"""What is said of an alarm of the service itself, in the readers' language: what, where, since when, what to do.

An alarm comes as its kind, the name of what it is about, and figures (seconds, counts, short words); see
poll/alarms.py, which decides when there is one.
"""

from collections.abc import Iterator, Mapping, Sequence

from monitor.models import Delivery
from monitor.notify.quote import clean
from monitor.notify.troublewords import HEADS, ITEMS, OVER, REMEDIES, SERVICE_WORDS, UNITS, WORDS
from monitor.notify.wording import Manner, Part, Wording, joined, label, ref_line

_LISTED = 20
_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86_400.0
_TIMES = frozenset({"length", "usual"})
_RATES = frozenset({"slow"})


def reason(kind: str, name: str, figures: Mapping[str, object], language: str = "en") -> str:
    """What is wrong, in one line. Where figures are missing, less is said."""
    items = ITEMS.get(language, ITEMS["en"])
    known = {key: _figure(kind, key, value, language) for key, value in figures.items() if value not in (0.0, "")}
    for template in items.get(kind, ("{name}",)):
        try:
            return template.format(name=name, **known)
        except KeyError:
            continue
    return name


def remedy(kind: str, language: str = "en") -> str:
    """What a person can do about it."""
    return REMEDIES.get(language, REMEDIES["en"]).get(kind, "")


def heading(kind: str, count: int, language: str = "en", *, over: bool = False) -> str:
    """What stands above alarms of one kind."""
    words = (OVER if over else HEADS).get(language, HEADS["en"])
    return words.get(kind, kind).format(count=count)


def duration(seconds: float, language: str = "en") -> str:
    """A length of time in its largest sensible unit: "40 min", "26 h", "5 d"."""
    for size, unit in ((2 * _DAY, "day"), (2 * _HOUR, "hour"), (0.0, "minute")):
        if seconds >= size:
            number = max(1, round(seconds / {"day": _DAY, "hour": _HOUR, "minute": _MINUTE}[unit]))
            one, few = UNITS.get(language, UNITS["en"])[unit]
            return f"{number} {few if 3 <= number <= 10 else one}"
    return ""


def _figure(kind: str, key: str, value: object, language: str) -> str:
    if isinstance(value, int | float):
        if key in _TIMES and kind not in _RATES:
            return duration(float(value), language)
        return f"{value:.0f}" if value >= 10 or value == round(value) else f"{value:.1f}"
    word = str(value)
    return WORDS.get(language, WORDS["en"]).get(word, word)


def alarm_wording(delivery: Delivery, manner: Manner) -> Wording:
    """The notice that alarms of one kind began, or are over. Facts: `alarm` (the kind), `items`, each with `name` and
    `figures`."""
    language, facts = manner.style.language, delivery.facts
    kind, over = str(facts.get("alarm")), delivery.kind == "recovered"
    items = [item for item in _list(facts.get("items")) if isinstance(item, Mapping)]
    word = SERVICE_WORDS.get(language, SERVICE_WORDS["en"])[over]
    head = heading(kind, len(items), language, over=over)
    lines = list(_lines(kind, items, manner, over=over))
    shown = min(len(lines), _LISTED)
    variants = tuple(
        "\n".join([*lines[:n], *([f"+{len(lines) - n}"] if 0 < n < len(lines) else [])]) for n in range(shown, -1, -1)
    )
    advice = "" if over else remedy(kind, language)
    parts = (Part((head,)), Part(variants), Part((advice, "")), Part((ref_line(delivery, language),)))
    title = joined((label(delivery.severity, manner), word), manner)
    return Wording((title,), parts, (*(1,) * (len(variants) - 1), 2))


def _lines(kind: str, items: Sequence[Mapping[str, object]], manner: Manner, *, over: bool) -> Iterator[str]:
    for item in items:
        name, figures = manner.quote(str(item.get("name") or ""), 80), item.get("figures")
        if over:
            if name:
                yield f"- {name}"
            continue
        known = figures if isinstance(figures, Mapping) else {}
        words = {key: clean(value, 80) if isinstance(value, str) else value for key, value in known.items()}
        yield f"- {reason(kind, name, words, manner.style.language)}"


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
