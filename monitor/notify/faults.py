"""Trouble with a part of the service, and its end, in the readers' language: what, since when, and what was recorded.

What was recorded is a sentence in English, as it stands in the log; other readers are first told what it means.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from monitor.models import Delivery
from monitor.notify.quote import ISOLATE, POP_ISOLATE, clean
from monitor.notify.times import times
from monitor.notify.troublewords import SERVICE_WORDS
from monitor.notify.wording import Manner, Part, Wording, joined, label, ref_line
from monitor.notify.words import RIGHT_TO_LEFT, say

_CHANNEL = "channel "
_TEMPLATE = "template of channel "
# What is in trouble; what that means; what is said when it is over. Arabic, then Persian.
_SUBJECTS: Mapping[str, tuple[tuple[str, str], tuple[str, str], tuple[str, str]]] = MappingProxyType(
    {
        _TEMPLATE: (
            ("قالب القناة {name}", "قالب کانال {name}"),
            (
                "تعذر استعمال القالب؛ تُرسل الرسائل بالصياغة المعتادة حتى يُصحَّح.",
                "قالب به کار نرفت؛ تا درست شود پیام‌ها با متن معمول می‌روند.",
            ),
            ("عاد القالب يعمل.", "قالب دوباره کار می‌کند."),
        ),
        _CHANNEL: (
            ("القناة {name}", "کانال {name}"),
            (
                "لا تصل الرسائل إلى هذه القناة. تحققوا من عنوانها ورمزها ثم جربوا: `monitor notify test`.",
                "پیام‌ها به این کانال نمی‌رسد. نشانی و رمز آن را بررسی کنید و بیازمایید: `monitor notify test`.",
            ),
            ("عادت القناة إلى العمل.", "کانال دوباره کار می‌کند."),
        ),
        "backup": (
            ("النسخ الاحتياطي", "پشتیبان‌گیری"),
            ("لم تُنجز النسخة الاحتياطية. تحققوا من مساحة القرص.", "پشتیبان ساخته نشد. فضای دیسک را بررسی کنید."),
            ("أُنجزت النسخة الاحتياطية.", "پشتیبان ساخته شد."),
        ),
        "configuration": (
            ("الإعدادات", "پیکربندی"),
            (
                "رُفضت الإعدادات الجديدة وتبقى القديمة سارية. انظروا `monitor check`.",
                "پیکربندی تازه پذیرفته نشد و پیکربندی پیشین برقرار است. `monitor check` را ببینید.",
            ),
            ("الإعدادات سليمة من جديد.", "پیکربندی دوباره درست است."),
        ),
        "database": (
            ("قاعدة البيانات", "پایگاه داده"),
            (
                "لا تقبل قاعدة البيانات الكتابة. تحققوا من مساحة القرص؛ قد لا تصلكم تنبيهات.",
                "پایگاه داده نوشتن نمی‌پذیرد. فضای دیسک را بررسی کنید؛ شاید هشدارها به شما نرسد.",
            ),
            ("عادت قاعدة البيانات تقبل الكتابة.", "پایگاه داده دوباره نوشتن می‌پذیرد."),
        ),
        "": (
            ("", ""),
            ("في الخدمة خلل. انظروا `monitor status`.", "سرویس اشکال دارد. `monitor status` را ببینید."),
            ("عادت الخدمة إلى العمل.", "سرویس دوباره کار می‌کند."),
        ),
    }
)


def fault_wording(delivery: Delivery, manner: Manner) -> Wording:
    """The notice. Facts: `subject`, `sentence`, `since` (ISO 8601)."""
    language, quote = manner.style.language, manner.quote
    sentence = recorded(delivery) or say("no reason", language)
    since = _time(_text(delivery.facts, "since"))
    told = meaning(delivery, language)
    when = times([since], manner.style.zone, manner.now, language) if since else ""
    parts = (
        Part((told, f"{told.partition('. ')[0].rstrip('.')}." if told else "")),
        # Readers who were told the meaning can do without what was recorded.
        Part(
            (
                *(say("details", language, text=quote(sentence, longest)) for longest in (600, 200)),
                *([""] if told else []),
            )
        ),
        Part((say("since", language, when=when) if since else "", "")),
        Part((ref_line(delivery, language),)),
    )
    word = SERVICE_WORDS.get(language, SERVICE_WORDS["en"])[delivery.kind == "recovered"]
    title = joined((label(delivery.severity, manner), word, subject(delivery, manner)), manner)
    return Wording((title,), parts, (2, 1, 1, 0) if told else (2, 1))


def recorded(delivery: Delivery) -> str:
    """The sentence as it was recorded."""
    return _text(delivery.facts, "sentence") or delivery.reason


def subject(delivery: Delivery, manner: Manner) -> str:
    """What is in trouble."""
    told = _text(delivery.facts, "subject")
    if manner.style.language not in RIGHT_TO_LEFT:
        return manner.quote(told, 80)
    key = _key(told)
    name = manner.quote(told.removeprefix(key), 60)
    return _SUBJECTS[key][0][manner.style.language == "fa"].format(name=name) if key else manner.quote(told, 80)


def meaning(delivery: Delivery, language: str) -> str:
    """What it means, for readers of another language than the sentence's."""
    if language not in RIGHT_TO_LEFT:
        return ""
    told = _SUBJECTS[_key(_text(delivery.facts, "subject"))][2 if delivery.kind == "recovered" else 1][language == "fa"]
    before, *rest = told.split("`")
    return before + "".join(f"{ISOLATE}{clean(one)}{POP_ISOLATE}" if n % 2 == 0 else one for n, one in enumerate(rest))


def _key(subject: str) -> str:
    return next(key for key in _SUBJECTS if subject.startswith(key))


def _text(facts: Mapping[str, object], name: str) -> str:
    value = facts.get(name)
    return value if isinstance(value, str) else ""


def _time(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
