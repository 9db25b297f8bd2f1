"""The words that gists are put together from, for readers of English, Arabic and Persian: data for `gist`."""

from dataclasses import dataclass

from monitor.detect.names import Kind, Reader

Three = tuple[str, str, str]

READER_NUMBER: dict[Reader, int] = {"en": 0, "ar": 1, "fa": 2}


@dataclass(frozen=True, slots=True)
class Topic:
    """What a topic is called in a gist, and the word before whom it is done to (None: that is not told)."""

    noun: Three
    to: Three | None = ("on", "على", "به")


_ANY = Topic(("incident", "حادث", "رویداد"), ("involving", "يطال", "مربوط به"))
TOPICS: dict[str, Topic] = {
    "border-infiltration": Topic(
        ("border crossing by armed people", "تسلل مسلحين عبر الحدود", "عبور افراد مسلح از مرز"), None
    ),
    "prison-attack": Topic(("prison attack or escape", "هجوم على سجن أو فرار منه", "حمله به زندان یا فرار")),
    "attack-plot": Topic(("attack plot", "مخطط لهجوم", "طرح حمله"), ("against", "يستهدف", "علیه")),
    "bombing": Topic(("bombing", "تفجير", "انفجار"), ("at", "يستهدف", "در")),
    "armed-attack": Topic(("armed attack", "هجوم مسلح", "حمله مسلحانه")),
    "kidnapping": Topic(("kidnapping", "اختطاف", "آدم‌ربایی"), ("of", "يطال", "از میان")),
    "cross-border-strike": Topic(("strike", "ضربة", "حمله هوایی یا موشکی")),
    "sabotage-arson": Topic(
        ("sabotage or arson", "تخريب أو إحراق", "خرابکاری یا آتش‌سوزی عمدی"), ("of", "يستهدف", "در")
    ),
    "civil-unrest": Topic(("unrest", "اضطرابات", "ناآرامی"), ("involving", "تشمل", "با شرکت")),
    "security-posture": Topic(("security measures", "إجراءات أمنية", "تدابیر امنیتی"), None),
    "militant-activity": Topic(("militant activity", "نشاط مسلح", "تحرکات مسلحانه"), None),
}
"""Rule id -> its words."""

OTHER_TOPIC = _ANY

ESCAPE: Three = ("escape", "فرار", "فرار")
MUTINY: Three = ("prison mutiny", "تمرد في سجن", "شورش در زندان")
PRISON_ATTACK: Three = ("attack", "هجوم", "حمله")
CROSSING: Three = ("border crossing", "تسلل عبر الحدود", "عبور از مرز")

LABELS: dict[str, Three] = {
    "happening": ("", "", ""),
    "feared": ("Warned: ", "تحذير: ", "هشدار: "),
    "foiled": ("Foiled: ", "أُحبط: ", "خنثی شد: "),
    "claimed": ("Claimed: ", "تبنٍّ: ", "بر عهده گرفته شد: "),
    "denied": ("Denied: ", "نفي: ", "تکذیب شد: "),
    "past": ("Earlier event: ", "حدث سابق: ", "رویداد گذشته: "),
}
BY: Three = ("by", "من جانب", "از سوی")
IN: Three = ("in", "في", "در")
AT: Three = ("at", "في", "در")
BETWEEN: Three = (", ", "، ", "، ")
OUTCOMES: dict[str, Three] = {
    "killed": ("{} killed", "القتلى: {}", "{} کشته"),
    "wounded": ("{} wounded", "الجرحى: {}", "{} زخمی"),
    "freed": ("{} escaped or freed", "الفارون: {}", "{} فراری یا آزادشده"),
    "captured": ("{} held", "المحتجزون: {}", "{} دستگیر یا ربوده"),
}
SURENESS: dict[str, Three] = {
    "second-hand": ("second-hand", "نقلا عن آخرين", "نقل قول"),
    "weak": ("weak evidence", "أدلة ضعيفة", "شواهد ضعیف"),
}
LEAST: Three = ("at least {}", "{} على الأقل", "دست‌کم {}")
MOST: Three = ("up to {}", "حتى {}", "حداکثر {}")
ABOUT: Three = ("about {}", "نحو {}", "حدود {}")

GENERIC: dict[Kind, Three] = {
    "group": ("an armed group", "جماعة مسلحة", "گروه مسلح"),
    "fighters": ("armed men", "مسلحين", "افراد مسلح"),
    "suspects": ("suspects", "مشتبه بهم", "مظنونان"),
    "crowd": ("protesters", "متظاهرين", "معترضان"),
    "prisoners": ("prisoners", "سجناء", "زندانیان"),
    "force": ("security forces", "قوات الأمن", "نیروهای امنیتی"),
    "official": ("an official", "مسؤول", "یک مقام"),
    "people": ("civilians", "مدنيين", "غیرنظامیان"),
    "site": ("a site", "موقع", "یک محل"),
    "works": ("infrastructure", "منشأة حيوية", "زیرساخت"),
}
