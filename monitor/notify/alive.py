"""The daily line that says that silence is peace: what was read and found, and that the service's check passes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from monitor.notify.quote import clean
from monitor.notify.times import times
from monitor.notify.wording import Style
from monitor.notify.words import say, tongue

_NAMED = 8

TITLES: Mapping[str, str] = MappingProxyType(
    {"en": "Quiet, but alive", "ar": "هدوء، والخدمة تعمل", "fa": "آرام، و سرویس زنده است"}
)
_LINES: Mapping[str, str] = MappingProxyType(
    {
        "en": (
            "In the last 24 hours: feeds answering {answered} of {feeds}, failing {failing}; articles read {articles}"
            " ({languages}); alerts {alerts}; waiting for review {reviews}. {check}"
        ),
        "ar": (
            "خلال آخر 24 ساعة: خلاصات استجابت {answered} من {feeds}، متعطلة {failing}؛ مقالات قُرئت {articles}"
            " ({languages})؛ تنبيهات {alerts}؛ بانتظار المراجعة {reviews}. {check}"
        ),
        "fa": (
            "در ۲۴ ساعت گذشته: خوراک‌های پاسخ‌گو {answered} از {feeds}، ناموفق {failing}؛ مطالب خوانده‌شده {articles}"
            " ({languages})؛ هشدارها {alerts}؛ در انتظار بازبینی {reviews}. {check}"
        ),
    }
)
_SHORT: Mapping[str, str] = MappingProxyType(
    {
        "en": "24 h: feeds {answered} of {feeds}, articles {articles}, alerts {alerts}. {check}",
        "ar": "24 ساعة: خلاصات {answered} من {feeds}، مقالات {articles}، تنبيهات {alerts}. {check}",
        "fa": "24 ساعت: خوراک‌ها {answered} از {feeds}، مطالب {articles}، هشدارها {alerts}. {check}",
    }
)
_PASSED: Mapping[str, str] = MappingProxyType(
    {
        "en": "The service's own check last passed at {time}.",
        "ar": "آخر نجاح للفحص الذاتي للخدمة: {time}.",
        "fa": "آخرین خودآزمایی موفق سرویس: {time}.",
    }
)
_NEVER: Mapping[str, str] = MappingProxyType(
    {
        "en": "The service's own check has not passed yet.",
        "ar": "لم ينجح الفحص الذاتي للخدمة بعد.",
        "fa": "خودآزمایی سرویس هنوز موفق نبوده است.",
    }
)
_NONE: Mapping[str, str] = MappingProxyType({"en": "none", "ar": "لا شيء", "fa": "هیچ"})


def alive_title(style: Style) -> str:
    """The title of a message that says nothing else."""
    return TITLES.get(style.language, TITLES["en"])


def alive_line(facts: Mapping[str, object], style: Style, now: datetime, *, short: bool = False) -> str:
    """The line, in the readers' language. Facts: `feeds`, `answered`, `failing`, `languages` (articles by language),
    `alerts`, `reviews`, `canary` (ISO 8601 or None)."""
    language = style.language if style.language in _LINES else "en"
    read = facts.get("languages")
    counts = {str(lang): count for lang, count in read.items()} if isinstance(read, Mapping) else {}
    named = [f"{tongue(lang, language) or clean(lang, 8)} {count}" for lang, count in list(counts.items())[:_NAMED]]
    more = [f"+{len(counts) - _NAMED}"] if len(counts) > _NAMED else []
    figures = {name: facts.get(name, 0) for name in ("feeds", "answered", "failing", "alerts", "reviews")}
    return (_SHORT if short else _LINES)[language].format(
        **figures,
        articles=sum(count for count in counts.values() if isinstance(count, int)),
        languages=say("comma", language).join([*named, *more]) or _NONE[language],
        check=_check(facts.get("canary"), replace(style, zone="UTC") if short else style, now, language),
    )


def _check(passed: object, style: Style, now: datetime, language: str) -> str:
    try:
        moment = datetime.fromisoformat(str(passed))
        return _PASSED[language].format(time=times([moment], style.zone, now, language))
    except (ValueError, TypeError):
        return _NEVER[language]
