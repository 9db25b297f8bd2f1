"""The wording of two notices about many events at once: a surge, and a storm of notices; in en, ar and fa."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from monitor.models import Delivery
from monitor.notify.changewords import status_word
from monitor.notify.countries import country_name
from monitor.notify.quote import clean
from monitor.notify.routes import Storm
from monitor.notify.sentences import span
from monitor.notify.troubles import duration
from monitor.notify.wording import Manner, joined
from monitor.notify.words import RIGHT_TO_LEFT, say

_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "surge": {"en": "Surge", "ar": "ارتفاع غير معتاد", "fa": "افزایش غیرعادی"},
        "storm": {"en": "Storm of notices", "ar": "سيل من الإشعارات", "fa": "سیل اعلان‌ها"},
    }
)
_SURGE: Mapping[str, str] = MappingProxyType(
    {
        "en": "{reports} reports of {family} in {place} in {hours} h; usual for this hour is {usual}.",
        "ar": "{reports} تقريرا عن {family} في {place} خلال {hours} ساعات؛ المعتاد في هذه الساعة {usual}.",
        "fa": "{reports} گزارش از {family} در {place} طی {hours} ساعت؛ مقدار معمول این ساعت {usual} است.",
    }
)
_FAMILIES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "attack": {"en": "attacks", "ar": "هجمات", "fa": "حملات"},
        "border": {"en": "border incidents", "ar": "حوادث حدودية", "fa": "رویدادهای مرزی"},
        "order": {"en": "unrest", "ar": "اضطرابات", "fa": "ناآرامی"},
    }
)
_STORM: Mapping[str, str] = MappingProxyType(
    {
        "en": (
            "More than {after} notices about {place} in {within}: until it calms down, further ones come in one message"
            " every {gather}, each with its reference.{exempt}"
        ),
        "ar": (
            "أكثر من {after} إشعارا عن {place} خلال {within}: إلى أن يهدأ الوضع تصل الإشعارات التالية في رسالة واحدة كل"
            " {gather}، ولكل منها رقمه المرجعي.{exempt}"
        ),
        "fa": (
            "بیش از {after} اعلان درباره {place} طی {within}: تا آرام شدن اوضاع، اعلان‌های بعدی هر {gather} در یک پیام"
            " می‌آیند و هر کدام شماره مرجع خود را دارد.{exempt}"
        ),
    }
)
_STORM_IN_SHORT: Mapping[str, str] = MappingProxyType(
    {
        "en": "More than {after} notices about {place} in {within}: the rest come gathered every {gather}.",
        "ar": "أكثر من {after} إشعارا عن {place} خلال {within}: البقية مجمَّعة كل {gather}.",
        "fa": "بیش از {after} اعلان درباره {place} طی {within}: بقیه هر {gather} یک‌جا می‌آید.",
    }
)
_EXEMPT: Mapping[str, str] = MappingProxyType(
    {
        "en": " Still told one by one: {which}.",
        "ar": " ما زال يُبلَّغ عنه واحدا واحدا: {which}.",
        "fa": " همچنان یک‌به‌یک گفته می‌شود: {which}.",
    }
)
_NOWHERE: Mapping[str, str] = MappingProxyType(
    {"en": "events without a place", "ar": "أحداث بلا مكان معروف", "fa": "رویدادهای بدون مکان"}
)


def storm_facts(country: str, storm: Storm) -> dict[str, object]:
    """What a notice `storm` tells: its figures, and the English sentence for programs."""
    facts: dict[str, object] = {
        "place": country,
        "after": storm.after,
        "within": storm.within.total_seconds(),
        "gather": storm.gather.total_seconds(),
        "except": [severity.value for severity in storm.exempt],
    }
    return {**facts, "sentence": flood_sentence("storm", facts, "en")}


def flood_title(delivery: Delivery, manner: Manner) -> str:
    """What it is, and where."""
    words = _WORDS["surge" if delivery.kind == "surge" else "storm"]
    place = manner.quote(_where(delivery.facts, manner.style.language), 60)
    return joined((words.get(manner.style.language, words["en"]), place), manner)


def flood_sentence(kind: str, facts: Mapping[str, object], language: str, *, short: bool = False) -> str:
    """One sentence in the readers' language. surge: `reports`, `family`, `place`, `hours`, `usual`; storm: `after`,
    `within` and `gather` (seconds), `place`, `except` (severities)."""
    language = language if language in _SURGE else "en"
    place = _where(facts, language) or _NOWHERE[language]
    if kind == "surge":
        family = clean(str(facts.get("family") or ""), 60)
        named = {**facts, "family": _FAMILIES.get(family, {}).get(language, family), "place": place}
        return _SURGE[language].format_map(named)
    exempt = facts.get("except")
    words = [status_word(clean(str(one), 20), language) for one in exempt] if isinstance(exempt, list) else []
    which = say("comma", language).join(words)
    return (_STORM_IN_SHORT if short else _STORM)[language].format(
        after=facts.get("after"),
        place=place,
        within=_span(facts.get("within"), language),
        gather=_span(facts.get("gather"), language),
        exempt=_EXEMPT[language].format(which=which) if which else "",
    )


def _where(facts: Mapping[str, object], language: str) -> str:
    """The country as the reader calls it; what people call it where the reports are, if it has no other name."""
    place = clean(str(facts.get("place") or ""), 60)
    code = clean(str(facts.get("country") or place), 10)
    name = country_name(code, language)
    return place if name == code and place else name


def _span(seconds: object, language: str) -> str:
    if not isinstance(seconds, int | float):
        return ""
    return duration(seconds, language) if language in RIGHT_TO_LEFT else span(timedelta(seconds=seconds))
