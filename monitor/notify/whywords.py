"""Why an article alerts, and the facts of its event, as lines in the readers' language."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from monitor.models import Assessment, IncidentView, Reason
from monitor.notify.changewords import status_word
from monitor.notify.quote import clean
from monitor.notify.topicwords import topic_title
from monitor.notify.words import RIGHT_TO_LEFT, Three, one_of, right_to_left, say

Quote = Callable[[str, int], str]
_NAMED_WORDS = 3
# A sign would stand behind its number in a line that runs from right to left.
_LEFT_TO_RIGHT = "\u200e"
# A rule's names of its reasons are English words of its author; other readers hear what kind of reason it is.
_KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "evidence": ("أدلة في النص", "شواهد متن"),
        "watched": ("مكان مراقب", "مکان زیر نظر"),
        "title": ("في العنوان أو المقدمة", "در عنوان یا آغاز متن"),
        "passing": ("ذُكر عرضا", "اشاره گذرا"),
        "adjust": ("السياق", "زمینه متن"),
        "model": ("النموذج", "مدل"),
        "floor": ("الحد الأدنى", "کف امتیاز"),
        "cap": ("الحد الأعلى", "سقف امتیاز"),
        "clip": ("الحد الأعلى", "سقف امتیاز"),
    }
)
_OTHER = ("قاعدة أخرى", "قاعده دیگر")
_FACTS: Mapping[str, Three] = MappingProxyType(
    {
        "status": ("Status", "الحالة", "وضعیت"),
        "actor": ("Actor", "الفاعل", "عامل"),
        "target": ("Target", "الهدف", "هدف"),
        "date": ("Date", "التاريخ", "تاریخ"),
        "means": ("Means", "الوسيلة", "وسیله"),
        "toll": ("Toll", "الحصيلة", "شمار"),
    }
)
_TOLL: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "killed": ("القتلى {}", "{} کشته"),
        "wounded": ("الجرحى {}", "{} زخمی"),
        "freed": ("الفارون {}", "{} فراری یا آزادشده"),
        "captured": ("المحتجزون {}", "{} دستگیر یا ربوده"),
    }
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One reason as a reader sees it: what it is called, its points, and the words behind it as quoted."""

    name: str
    points: int
    evidence: bool
    words: tuple[str, ...]


def why(view: IncidentView, quote: Quote, language: str) -> tuple[str, ...]:
    """The score with its reasons and the words behind them; without the words; the score alone."""
    if not view.assessments:
        return ("",)
    lead = view.assessments[0]
    score = say("why", language, score=lead.score)
    found = bars(lead, quote, language)
    if not found:
        return (score,)
    comma = say("comma", language)
    full = comma.join(_said(bar, language) for bar in found)
    names = comma.join(_said(replace(bar, words=()), language) for bar in found)
    return f"{score}: {full}", f"{score}: {names}", score


def bars(lead: Assessment, quote: Quote, language: str) -> list[Bar]:
    """The reasons that count, each with the first few words behind it that no reason before it had. Reasons that the
    reader's language calls the same are one."""
    said: set[str] = set()
    found: dict[object, Bar] = {}
    for number, reason in enumerate(lead.reasons):
        if not reason.points:
            continue
        different = {hit.text.casefold(): hit.text for hit in reason.hits}
        new = [word for folded, word in different.items() if folded not in said][:_NAMED_WORDS]
        said |= {word.casefold() for word in new}
        words = tuple(quote(word, 40) for word in new)
        bar = Bar(_name(reason, lead, language), reason.points, reason.kind == "evidence", words)
        key = bar.name if language in RIGHT_TO_LEFT else number
        before = found.get(key)
        found[key] = (
            replace(before, points=before.points + bar.points, words=(*before.words, *words)[:_NAMED_WORDS])
            if before
            else bar
        )
    return [bar for bar in found.values() if bar.points]


def _name(reason: Reason, lead: Assessment, language: str) -> str:
    """For English readers as the rule names it; with the model's probability."""
    name = clean(reason.name, 40)
    if language in RIGHT_TO_LEFT:
        name = right_to_left(_KINDS.get(_kind(reason), _OTHER), language)
    if reason.kind == "model" and lead.model is not None:
        return f"{'model' if language not in RIGHT_TO_LEFT else name} {lead.model:.2f}"
    return name


def _kind(reason: Reason) -> str:
    if reason.kind != "adjust":
        return reason.kind
    if reason.name.startswith("watched"):
        return "watched"
    if "title" in reason.name or " in lead" in reason.name:
        return "title"
    return "passing" if "passing" in reason.name else "adjust"


def _said(bar: Bar, language: str) -> str:
    points = str(bar.points) if bar.evidence else f"{bar.points:+d}"
    if language in RIGHT_TO_LEFT and not points.isdecimal():
        points = f"{_LEFT_TO_RIGHT}{points}"
    text = f"{bar.name} {points}"
    return f"{text} ({say('comma', language).join(bar.words)})" if bar.words else text


def details(view: IncidentView, quote: Quote, language: str) -> str:
    """Status and facts of the leading assessment; "" where the gist tells them already."""
    if not view.assessments or view.assessments[0].gist.get(language):
        return ""
    return facts_line(view, quote, language)


def facts_line(view: IncidentView, quote: Quote, language: str) -> str:
    """Status and facts of the leading assessment, each with its name."""
    if not view.assessments:
        return ""
    lead, counting = view.assessments[0], telling_toll(view) or view.assessments[0]
    local = lead.local.get(language, {})
    known = {"status": status_word(lead.status or "", language)}
    known |= {name: local.get(name) or value for name, value in lead.slots.items() if name != "place"}
    if counting is not lead:
        known["toll"] = counting.slots.get("toll", "")
    if language in RIGHT_TO_LEFT and "toll" in known:
        counts = [
            right_to_left(_TOLL[fact.name], language).format(fact.value)
            for fact in counting.facts
            if fact.name in _TOLL
        ]
        known["toll"] = say("comma", language).join(counts) or known["toll"]
    return " · ".join(
        f"{_fact_name(name, quote, language)}: {quote(value, 60)}" for name, value in known.items() if value
    )


def _fact_name(name: str, quote: Quote, language: str) -> str:
    return one_of(_FACTS[name], language) if name in _FACTS else quote(name, 20).capitalize()


def toll_words(view: IncidentView, language: str) -> str:
    """The dead, as all sources together count them now."""
    number = clean(killed_in(telling_toll(view)), 12)
    if view.killed and not tells(number, view.killed):
        number = str(view.killed)
    return say("killed", language, number=number) if number else ""


def telling_toll(view: IncidentView, language: str = "") -> Assessment | None:
    """The first assessment that counts the dead as they are counted now, else the leading one; with a language, of
    those that have a gist in it."""
    able = [one for one in view.assessments if not language or one.gist.get(language)]
    if not able or not view.killed or tells(killed_in(able[0]), view.killed):
        return able[0] if able else None
    return next((one for one in able if tells(killed_in(one), view.killed)), able[0])


def killed_in(assessment: Assessment | None) -> str:
    """The dead that one assessment counts, as it says so: `3`, `24+`; "" for none."""
    facts = assessment.facts if assessment else ()
    return next((fact.value for fact in facts if fact.name == "killed"), "")


def tells(value: str, number: int) -> bool:
    """Whether a count, as an assessment says it, is this number."""
    return str(number) in re.findall(r"\d+", value)


def also(view: IncidentView, language: str) -> str:
    """The other rules that speak of this event."""
    others = {a.rule: a for a in reversed(view.assessments[1:]) if a.rule != view.assessments[0].rule}
    strongest = sorted(others.values(), key=lambda a: -a.score)[:3]
    named = [f"{clean(topic_title(a, language), 60)} {a.score}" for a in strongest]
    return say("also", language, topics=say("comma", language).join(named)) if named else ""
