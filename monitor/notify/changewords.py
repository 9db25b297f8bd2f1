"""What is new about an incident as lines in the readers' language: `Toll (killed): 3 → 27`, `Claimed → denied`."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from monitor.models import Delivery, IncidentView
from monitor.notify.words import say

T = TypeVar("T")
Quote = Callable[[str, int], str]

_WHAT: dict[str, dict[str, str]] = {
    "en": {
        "severity": "Severity", "sources": "Independent sources", "killed": "Toll (killed)",
        "wounded": "Toll (wounded)", "freed": "Freed", "captured": "Captured", "place": "New place",
        "status": "Status", "official": "Confirmed by an authority", "denial": "Denied",
    },
    "ar": {
        "severity": "الخطورة", "sources": "المصادر المستقلة", "killed": "الحصيلة (قتلى)",
        "wounded": "الحصيلة (جرحى)", "freed": "الفارّون أو المحرَّرون", "captured": "المحتجزون", "place": "مكان جديد",
        "status": "الحالة", "official": "تأكيد رسمي", "denial": "نفي",
    },
    "fa": {
        "severity": "شدت", "sources": "منابع مستقل", "killed": "شمار کشته‌ها",
        "wounded": "شمار زخمی‌ها", "freed": "آزادشدگان", "captured": "بازداشت‌شدگان", "place": "مکان تازه",
        "status": "وضعیت", "official": "تأیید رسمی", "denial": "تکذیب",
    },
}  # fmt: skip
_VALUES: dict[str, dict[str, str]] = {
    "en": {},
    "ar": {
        "informational": "للعلم", "low": "منخفضة", "medium": "متوسطة", "high": "عالية", "critical": "حرجة",
        "happening": "جارٍ", "claimed": "تم تبنّيه", "feared": "يُخشى وقوعه", "foiled": "أُحبط", "denied": "منفي",
        "past": "سابق",
    },
    "fa": {
        "informational": "برای اطلاع", "low": "کم", "medium": "متوسط", "high": "زیاد", "critical": "بحرانی",
        "happening": "در جریان", "claimed": "مسئولیت پذیرفته شده", "feared": "بیم وقوع", "foiled": "خنثی شده",
        "denied": "تکذیب شده", "past": "گذشته",
    },
}  # fmt: skip
_CORRECTED = {"en": "Corrected", "ar": "تصحيح", "fa": "اصلاح"}
_SINGLE = {"en": "Single source, unconfirmed", "ar": "مصدر واحد، غير مؤكد", "fa": "تک‌منبع، تأییدنشده"}
_COPIES = {"en": "copies of one another", "ar": "ينقل بعضها عن بعض", "fa": "رونوشت یکدیگر"}
_NUMBERS = {
    "en": "Importance {}/100 · credibility {}/100",
    "ar": "الأهمية {}/100 · المصداقية {}/100",
    "fa": "اهمیت {}/100 · اعتبار {}/100",
}


def difference_lines(delivery: Delivery, language: str, quote: Quote) -> list[str]:
    """One line for each difference that the notice tells; none for a notice that tells of none."""
    told = delivery.facts.get("changes")
    changes: Iterable[object] = told if isinstance(told, list) else ()
    names = _place_names(delivery.incident, language)
    return [_line(change, language, quote, names) for change in changes if isinstance(change, Mapping)]


def _place_names(view: IncidentView | None, language: str) -> dict[str, str]:
    """What the reader calls the places of an incident, by the names under which they are kept."""
    told = (
        [(one.slots.get("place", ""), one.local.get(language, {}).get("place", "")) for one in view.assessments]
        if view
        else []
    )
    return {kept: name for kept, name in told if kept and name}


def status_word(status: str, language: str) -> str:
    """How real the event is said to be."""
    return _in(_VALUES, language).get(status, status)


def is_corrected(delivery: Delivery) -> bool:
    """Whether the notice puts something right that people were told."""
    told = delivery.facts.get("changes")
    changes = [change for change in told if isinstance(change, Mapping)] if isinstance(told, list) else []
    return any(change.get("state") == "corrected" for change in changes)


def is_alone(view: IncidentView, outlets: int) -> bool:
    """Whether one source alone says it, and no authority."""
    alone = view.independent == 1 if view.independent else outlets <= 1
    return alone and not view.confirmed


def single_source(view: IncidentView, outlets: int, language: str) -> str:
    """That one source alone says it and no authority, when that is so; several outlets may copy one another."""
    if not is_alone(view, outlets):
        return ""
    said = _in(_SINGLE, language)
    return f"{said} ({outlets}, {_in(_COPIES, language)})" if outlets > 1 else said


def numbers_line(view: IncidentView, language: str) -> str:
    """Importance and credibility; "" where they are not known."""
    if view.importance is None or view.credibility is None:
        return ""
    return _in(_NUMBERS, language).format(view.importance.value, view.credibility.value)


def _line(change: Mapping[str, object], language: str, quote: Quote, names: Mapping[str, str]) -> str:
    what, before, after = (str(change.get(name, "")) for name in ("what", "before", "after"))
    if what == "place":
        comma = say("comma", language)
        before, after = (comma.join(names.get(one, one) for one in text.split(", ")) for text in (before, after))
    name = _in(_WHAT, language).get(what, quote(what, 20))
    if change.get("state") == "corrected" and what != "denial":
        name = f"{_in(_CORRECTED, language)}: {name}"
    values = _in(_VALUES, language)
    said = [values.get(one, quote(one, 80)) for one in (before, after) if one]
    arrow = f" {say('arrow', language)} "
    return f"{name}: {arrow.join(said)}"


def _in(texts: Mapping[str, T], language: str) -> T:
    return texts.get(language, texts["en"])
