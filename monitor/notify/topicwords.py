"""What the shipped rules are called, and what they ask people to do, for readers of Arabic and Persian.

A rule of the owner's own, or a shipped one that he reworded, is told as he wrote it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from monitor.models import Assessment
from monitor.notify.quote import clean
from monitor.notify.words import RIGHT_TO_LEFT, right_to_left


@dataclass(frozen=True, slots=True)
class TopicWords:
    """A shipped rule's title and actions, and what readers of Arabic and Persian (in this order) are told."""

    title: str
    actions: str
    titles: tuple[str, str]
    tasks: tuple[str, str]


TOPICS: Mapping[str, TopicWords] = MappingProxyType(
    {
        "armed-attack": TopicWords(
            "Armed attack, shooting, ambush or clash",
            "Call the duty officer; check staff and roads near the place.",
            ("هجوم مسلح أو إطلاق نار أو كمين أو اشتباك", "حمله مسلحانه، تیراندازی، کمین یا درگیری"),
            (
                "اتصلوا بالضابط المناوب؛ تحققوا من سلامة الموظفين ومن الطرق قرب المكان.",
                "با افسر نگهبان تماس بگیرید؛ وضع کارکنان و راه‌های نزدیک محل را بررسی کنید.",
            ),
        ),
        "attack-plot": TopicWords(
            "Attack planned, warned of or foiled",
            "Call the duty officer; check the named target and the time of the warning.",
            ("هجوم مخطط له أو محذَّر منه أو محبَط", "طرح حمله، هشدار حمله یا حمله خنثی‌شده"),
            (
                "اتصلوا بالضابط المناوب؛ تحققوا من الهدف المذكور ومن وقت التحذير.",
                "با افسر نگهبان تماس بگیرید؛ هدف نام‌برده و زمان هشدار را بررسی کنید.",
            ),
        ),
        "bombing": TopicWords(
            "Bomb, mine or suicide attack",
            "Call the duty officer; check for a second device and for staff nearby.",
            ("تفجير أو لغم أو هجوم انتحاري", "بمب‌گذاری، مین یا حمله انتحاری"),
            (
                "اتصلوا بالضابط المناوب؛ احذروا عبوة ثانية وتحققوا من سلامة الموظفين القريبين.",
                "با افسر نگهبان تماس بگیرید؛ مراقب بمب دوم باشید و وضع کارکنان نزدیک را بررسی کنید.",
            ),
        ),
        "border-infiltration": TopicWords(
            "Armed groups crossing a border, trying to, or feared to",
            "Call the duty officer and compare with the reports of the border force.",
            ("تسلل جماعات مسلحة عبر الحدود", "عبور گروه‌های مسلح از مرز"),
            (
                "اتصلوا بالضابط المناوب وقارنوا بتقارير قوات الحدود.",
                "با افسر نگهبان تماس بگیرید و با گزارش‌های مرزبانی مقایسه کنید.",
            ),
        ),
        "civil-unrest": TopicWords(
            "Protest with violence, riot, blockade or general strike",
            "Tell staff to keep away from the place; check roads and times of further calls to protest.",
            ("احتجاج عنيف أو شغب أو قطع طرق أو إضراب عام", "اعتراض خشن، شورش، راهبندان یا اعتصاب سراسری"),
            (
                "أبلغوا الموظفين بالابتعاد عن المكان؛ تحققوا من الطرق ومن مواعيد الدعوات القادمة.",
                "به کارکنان بگویید از محل دور بمانند؛ راه‌ها و زمان فراخوان‌های بعدی را بررسی کنید.",
            ),
        ),
        "cross-border-strike": TopicWords(
            "Air strike, shelling, drone or missile attack",
            "Call the duty officer; check shelters and staff near the place of impact.",
            ("ضربة جوية أو قصف أو هجوم بمسيّرة أو صاروخ", "حمله هوایی، گلوله‌باران، حمله پهپادی یا موشکی"),
            (
                "اتصلوا بالضابط المناوب؛ تحققوا من الملاجئ ومن سلامة الموظفين قرب مكان السقوط.",
                "با افسر نگهبان تماس بگیرید؛ پناهگاه‌ها و وضع کارکنان نزدیک محل اصابت را بررسی کنید.",
            ),
        ),
        "kidnapping": TopicWords(
            "Kidnapping or hostage-taking",
            "Call the duty officer; do not publish names; ask who was taken and by whom.",
            ("اختطاف أو احتجاز رهائن", "آدم‌ربایی یا گروگان‌گیری"),
            (
                "اتصلوا بالضابط المناوب؛ لا تنشروا الأسماء؛ اسألوا من خُطف ومن خطفه.",
                "با افسر نگهبان تماس بگیرید؛ نام‌ها را منتشر نکنید؛ بپرسید چه کسی را چه کسی ربوده است.",
            ),
        ),
        "militant-activity": TopicWords(
            "Armed groups move, regroup, recruit or hide",
            "Compare with earlier reports from the same area; tell whoever travels there.",
            ("جماعات مسلحة تتحرك أو تتجمع أو تجند أو تختبئ", "جابه‌جایی، تجمع، جذب نیرو یا پنهان‌شدن گروه‌های مسلح"),
            (
                "قارنوا بالتقارير السابقة عن المنطقة نفسها؛ أبلغوا من يسافر إليها.",
                "با گزارش‌های پیشین همان منطقه مقایسه کنید؛ به مسافران آنجا خبر دهید.",
            ),
        ),
        "prison-attack": TopicWords(
            "Attack on a prison, jailbreak or prison mutiny",
            "Call the duty officer; ask who was held there and how many are missing.",
            ("هجوم على سجن أو فرار أو تمرد فيه", "حمله به زندان، فرار یا شورش زندانیان"),
            (
                "اتصلوا بالضابط المناوب؛ اسألوا من كان محتجزا هناك وكم عدد المفقودين.",
                "با افسر نگهبان تماس بگیرید؛ بپرسید چه کسانی آنجا بودند و چند نفر ناپدیدند.",
            ),
        ),
        "sabotage-arson": TopicWords(
            "Sabotage of infrastructure or arson",
            "Check power, fuel, rail and telephone lines that staff depend on.",
            ("تخريب بنية تحتية أو إحراق متعمد", "خرابکاری در زیرساخت یا آتش‌سوزی عمدی"),
            (
                "تحققوا من الكهرباء والوقود والسكك وخطوط الهاتف التي يعتمد عليها الموظفون.",
                "برق، سوخت، راه‌آهن و خط‌های تلفنی را که کارکنان به آن نیاز دارند بررسی کنید.",
            ),
        ),
        "security-posture": TopicWords(
            "Security forces raise their posture",
            "Check travel, leave and shelter plans of staff in the area.",
            ("قوات الأمن ترفع درجة التأهب", "نیروهای امنیتی آماده‌باش را بالا می‌برند"),
            (
                "تحققوا من خطط سفر الموظفين في المنطقة وإجازاتهم وملاجئهم.",
                "برنامه سفر، مرخصی و پناه‌گرفتن کارکنان منطقه را بررسی کنید.",
            ),
        ),
    }
)
"""Rule id -> its words."""


def shortened(title: str, longest: int) -> str:
    """A title that begins with the word for the worst: the place behind it must be seen on a phone."""
    if len(title) > longest:
        title = re.split("[,،]", title[:longest])[0] if re.search("[,،]", title[:longest]) else title
    return clean(title, longest)


def topic_title(assessment: Assessment, language: str) -> str:
    """What the rule of an assessment is called."""
    words = TOPICS.get(assessment.rule)
    if words is None or language not in RIGHT_TO_LEFT or words.title != assessment.title:
        return assessment.title
    return right_to_left(words.titles, language)


def topic_actions(assessment: Assessment, language: str) -> str:
    """What it asks people to do."""
    words = TOPICS.get(assessment.rule)
    if words is None or language not in RIGHT_TO_LEFT or words.actions != assessment.actions:
        return assessment.actions
    return right_to_left(words.tasks, language)


def topic_of_rule(rule: str, language: str) -> str:
    """What a rule is called where only its id is known: the id itself, if there are no words for it."""
    words = TOPICS.get(rule)
    return right_to_left(words.titles, language) if words and language in RIGHT_TO_LEFT else rule
