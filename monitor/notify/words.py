"""The words of messages in the readers' languages: en, ar, fa. Readers of any other language are told in English.

say("ref", "ar", ref="7Q2K-1")      count("source", 3, "ar")      severity_word(Severity.HIGH, "ar")
"""

from collections.abc import Mapping
from types import MappingProxyType

from monitor.models import Severity

Three = tuple[str, str, str]
Two = tuple[str, str]
_NUMBER: Mapping[str, int] = MappingProxyType({"en": 0, "ar": 1, "fa": 2})
RIGHT_TO_LEFT = frozenset({"ar", "fa"})

_SEVERITIES: Mapping[Severity, Three] = MappingProxyType(
    {
        Severity.CRITICAL: ("CRITICAL", "خطورة حرجة", "بحرانی"),
        Severity.HIGH: ("HIGH", "خطورة عالية", "شدت زیاد"),
        Severity.MEDIUM: ("MEDIUM", "خطورة متوسطة", "شدت متوسط"),
        Severity.LOW: ("LOW", "خطورة منخفضة", "شدت کم"),
        Severity.INFORMATIONAL: ("INFORMATIONAL", "للعلم", "برای اطلاع"),
    }
)
_SAID: Mapping[str, Three] = MappingProxyType(
    {
        "comma": (", ", "، ", "، "),
        "arrow": ("→", "←", "←"),
        "updated": ("UPDATE", "تحديث", "به‌روزرسانی"),
        "corrected": ("CORRECTION", "تصحيح", "اصلاح"),
        "escalated": ("ESCALATED", "تصعيد", "تشدید"),
        "reminder": ("UNANSWERED", "بلا رد", "بی‌پاسخ"),
        "incident": ("Incident", "حدث", "رویداد"),
        "unconfirmed": ("unconfirmed", "غير مؤكد", "تأییدنشده"),
        "official": ("officially confirmed", "مؤكد رسميا", "تأیید رسمی"),
        "killed": ("{number} killed", "القتلى {number}", "{number} کشته"),
        "no headline": ("(no headline)", "(بلا عنوان)", "(بدون عنوان)"),
        "machine": ("{text} (machine translation)", "{text} (ترجمة آلية)", "{text} (ترجمه ماشینی)"),
        "ref": ("Ref {ref}", "المرجع {ref}", "شناسه {ref}"),
        "first ref": ("Ref {ref} (first {first})", "المرجع {ref} (الأول {first})", "شناسه {ref} (نخستین {first})"),
        "changed": ("Changed: {what}", "الجديد: {what}", "تازه: {what}"),
        "unanswered": (
            "Unanswered: {reason}",
            "لم يؤكد أحد استلام هذا التنبيه. لإيقاف التذكير: {command}",
            "هنوز کسی دریافت این هشدار را تأیید نکرده است. برای پایان یادآوری: {command}",
        ),
        "latest": ("Latest: {title}", "الأحدث: {title}", "تازه‌ترین: {title}"),
        "late": ("Delayed: written {when}", "وصل متأخرا، كُتب: {when}", "با تأخیر، زمان نگارش: {when}"),
        "why": ("Why {score}/100", "السبب {score}/100", "دلیل {score}/100"),
        "also": ("Also: {topics}", "أيضا: {topics}", "همچنین: {topics}"),
        "sources": ("Sources {count}", "المصادر {count}", "منابع {count}"),
        "unnamed": ("unnamed", "بلا اسم", "بی‌نام"),
        "do": ("Do: {actions}", "المطلوب: {actions}", "اقدام: {actions}"),
        "open": ("Open the incident", "فتح صفحة الحدث", "باز کردن صفحه رویداد"),
        "more": ("+{count} more", "+{count} أخرى", "+{count} مورد دیگر"),
        "because": ("You get this because: {reason}.", "سبب هذه الرسالة: {reason}.", "علت این پیام: {reason}."),
        "single at": ("Single source, {time}Z", "مصدر واحد، {time} UTC", "تک‌منبع، {time} UTC"),
        "several at": ("{sources}, first {time}Z", "{sources}، أولها {time} UTC", "{sources}، نخستین {time} UTC"),
        "waited": ("{notices} that waited", "{notices} قيد الانتظار", "{notices} که در انتظار بود"),
        "waited since": (
            "Written since {when}; the channel did not work, or there was too much to tell.",
            "كُتبت منذ {when}؛ كانت القناة متعطلة أو كان ما يقال كثيرا.",
            "از {when} نوشته شده؛ کانال کار نمی‌کرد یا گفتنی‌ها بیش از اندازه بود.",
        ),
        "not worded": (
            "a notice could not be worded. See ref {refs}.",
            "تعذرت صياغة إشعار. انظروا المرجع {refs}.",
            "متن یک اعلان ساخته نشد. شناسه {refs} را ببینید.",
        ),
        "digest": ("Digest", "موجز", "خلاصه"),
        "for review": ("{count} for review", "للمراجعة: {count}", "برای بازبینی: {count}"),
        "nothing to review": ("nothing to review", "لا شيء للمراجعة", "چیزی برای بازبینی نیست"),
        "summary": ("Summary: {matches} from {feeds}", "ملخص: {matches} من {feeds}", "جمع‌بندی: {matches} از {feeds}"),
        "brought": (
            "{why}; {recent} recent, {older} older",
            "{why}؛ حديثة: {recent}، أقدم: {older}",
            "{why}؛ تازه: {recent}، قدیمی‌تر: {older}",
        ),
        "first poll": ("first poll of this feed", "أول قراءة لهذه الخلاصة", "نخستین خواندن این خوراک"),
        "many at once": ("many new items at once", "عناصر جديدة كثيرة دفعة واحدة", "مطالب تازه بسیار در یک نوبت"),
        "test title": ("[TEST] Threat Monitor", "[اختبار] Threat Monitor", "[آزمایش] Threat Monitor"),
        "test": (
            "This is a test of the channel {target}. Nothing has happened.",
            "هذا اختبار للقناة {target}. لم يحدث شيء.",
            "این آزمایش کانال {target} است. چیزی رخ نداده است.",
        ),
        "test read": (
            "If you can read this, alerts for this channel reach you here.",
            "إذا كنتم تقرؤون هذا فإن تنبيهات هذه القناة تصلكم هنا.",
            "اگر این را می‌خوانید، هشدارهای این کانال اینجا به شما می‌رسد.",
        ),
        "since": ("Since {when}", "منذ {when}", "از {when}"),
        "details": ("{text}", "التفاصيل كما سُجلت: {text}", "جزئیات ثبت‌شده: {text}"),
        "no reason": ("No reason was recorded.", "لم يُسجَّل سبب.", "دلیلی ثبت نشده است."),
        "copy": ("and {count} more", "وغيرها: {count}", "و {count} گزارش دیگر"),
        "first last": ("first {first}, last {last}", "أولها {first}، آخرها {last}", "نخستین {first}، آخرین {last}"),
        "here": ("{zone}", "بالتوقيت المحلي", "به وقت محلی"),
        "because opened": ("{reason}", "حدث جديد", "رویداد تازه"),
        "because updated": ("{reason}", "جديد عن حدث أُبلغتم به", "خبر تازه از رویدادی که می‌دانید"),
        "because escalated": ("{reason}", "تفاقم حدث أُبلغتم به", "رویدادی که می‌دانید جدی‌تر شد"),
        "because reminder": ("{reason}", "لم يؤكد أحد الاستلام", "کسی دریافت را تأیید نکرده است"),
        "got worse": ("{reason}", "تفاقم الوضع", "وضع جدی‌تر شد"),
    }
)
# One, two, three to ten, more: Arabic has a form for each; English one and many; Persian one for all.
_COUNTS: Mapping[str, tuple[tuple[str, str], tuple[str, str, str, str], str]] = MappingProxyType(
    {
        "new report": (
            ("1 new report", "{} new reports"),
            ("تقرير جديد", "تقريران جديدان", "{} تقارير جديدة", "{} تقريرا جديدا"),
            "{} گزارش تازه",
        ),
        "report": (("1 report", "{} reports"), ("تقرير واحد", "تقريران", "{} تقارير", "{} تقريرا"), "{} گزارش"),
        "source": (("1 source", "{} sources"), ("مصدر واحد", "مصدران", "{} مصادر", "{} مصدرا"), "{} منبع"),
        "feed": (("1 feed", "{} feeds"), ("خلاصة واحدة", "خلاصتين", "{} خلاصات", "{} خلاصة"), "{} خوراک"),
        "match": (("1 match", "{} matches"), ("نتيجة واحدة", "نتيجتان", "{} نتائج", "{} نتيجة"), "{} مورد"),
        "notice": (("1 notice", "{} notices"), ("إشعار واحد", "إشعاران", "{} إشعارات", "{} إشعارا"), "{} اعلان"),
    }
)
_TONGUES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "en": ("الإنجليزية", "انگلیسی"),
        "ar": ("العربية", "عربی"),
        "fa": ("الفارسية", "فارسی"),
        "ckb": ("الكردية السورانية", "کردی سورانی"),
        "kmr": ("الكردية الكرمانجية", "کردی کرمانجی"),
        "tr": ("التركية", "ترکی"),
        "ur": ("الأردية", "اردو"),
        "fr": ("الفرنسية", "فرانسوی"),
        "es": ("الإسبانية", "اسپانیایی"),
        "ru": ("الروسية", "روسی"),
        "de": ("الألمانية", "آلمانی"),
        "und": ("لغة غير معروفة", "زبان ناشناخته"),
    }
)


def one_of(words: Three, language: str) -> str:
    """Those of three words that are the readers'."""
    return words[_NUMBER.get(language, 0)]


def right_to_left(words: Two, language: str) -> str:
    """The Arabic or the Persian word, for readers of one of them."""
    return words[_NUMBER[language] - 1]


def say(what: str, language: str, /, **values: object) -> str:
    """The words for `what` in the readers' language, filled in."""
    return one_of(_SAID[what], language).format(**values)


def count(what: str, number: int, language: str) -> str:
    """So many of it: `3 sources`, `مصدران`."""
    english, arabic, persian = _COUNTS[what]
    if language == "fa":
        return persian.format(number)
    if language != "ar":
        return english[number != 1].format(number)
    form = number - 1 if number in {1, 2} else 2 if 3 <= number % 100 <= 10 else 3
    return arabic[form].format(number)


def severity_word(severity: Severity, language: str) -> str:
    """How grave it is, in a word or two."""
    return one_of(_SEVERITIES[severity], language)


def tongue(code: str, language: str) -> str:
    """What readers of Arabic and Persian call a language; "" where its code is all there is."""
    return right_to_left(_TONGUES[code], language) if language in RIGHT_TO_LEFT and code in _TONGUES else ""


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
