"""What the benchmark's feeds say: articles of plain news words in English, Arabic and Persian, as RSS 2.0 and Atom.

Everything is a function of the feed's number and the item's serial number, so that runs can be compared. Words fall as
they do in a language: a few often, most seldom. One item in a hundred reports an attack, so that rules have work.
"""

import html
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from itertools import accumulate

WORDS = {
    "en": """the of to and in a that for on with said was it by as from at has have been will its their this year more
    new after would about city people government who also first last minister week report two over council told one
    other market month between under school country against during three national public plan could work company day
    bank water local region price before party official million law road office trade health service group home court
    budget power state energy season hospital farm harvest river bridge team student teacher museum library weather rain
    summer winter export import factory union wage tax vote election committee chairman director project research
    university science doctor patient vaccine ship port railway airport flight tourist hotel festival music painter
    novel theatre village valley mountain forest lake tower market-place engineer farmer baker driver pupil judge clerk
    spokesman agreement meeting statement interview decision building apartment garden kitchen window bicycle engine
    battery satellite telephone computer network software screen album orchestra gallery recipe bread cheese olive wheat
    cotton silk carpet pottery copper silver timber cement steel""",
    "ar": """في من على إلى أن التي عن مع هذا هذه الذي كان بعد قال بين خلال قد ما لا أكثر حيث كما منذ قبل حتى العام
    الحكومة المدينة الوزير البلاد الناس اليوم الأسبوع الشهر السنة المجلس التقرير السوق الشركة المدرسة الجامعة المستشفى
    الطبيب المعلم الطالب الماء النهر الجسر الطريق الميناء المطار القطار السفينة الرحلة السياحة الفندق المهرجان الموسيقى
    الكتاب الرواية المسرح المتحف المكتبة الطقس المطر الصيف الشتاء الحصاد القمح الزيتون القطن المزارع المصنع العامل الأجر
    الضريبة الانتخابات اللجنة الرئيس المدير المشروع البحث العلم الصحة اللقاح الطاقة الكهرباء الميزانية البنك التجارة
    الصادرات الواردات الأسعار القانون المحكمة القاضي الاتفاق الاجتماع البيان المقابلة القرار البناء الحديقة النافذة
    الهاتف الحاسوب الشبكة الشاشة المعرض الوصفة الخبز الجبن السجاد النحاس الفضة الخشب الحديد القرية الوادي الجبل الغابة
    البحيرة المهندس الخباز السائق الكاتب المتحدث جديد كبير محلي وطني دولي عام أول ثلاثة مليون""",
    "fa": """در از به که این را با برای است آن بر تا هم یک خود شد کرد بود گفت پس باید دیگر نیز سال روز هفته ماه شهر
    کشور دولت وزیر مردم مجلس گزارش بازار شرکت مدرسه دانشگاه بیمارستان پزشک معلم دانشجو آب رودخانه پل راه بندر فرودگاه
    قطار کشتی پرواز گردشگری هتل جشنواره موسیقی کتاب داستان تئاتر موزه کتابخانه هوا باران تابستان زمستان برداشت گندم
    زیتون پنبه کشاورز کارخانه کارگر دستمزد مالیات انتخابات کمیته رئیس مدیر پروژه پژوهش دانش سلامت واکسن انرژی برق بودجه
    بانک تجارت صادرات واردات قیمت قانون دادگاه قاضی توافق نشست بیانیه گفتگو تصمیم ساختمان باغ پنجره تلفن رایانه شبکه
    نمایشگر نمایشگاه دستور نان پنیر فرش مس نقره چوب سیمان فولاد روستا دره کوه جنگل دریاچه مهندس نانوا راننده نویسنده
    سخنگو جدید بزرگ محلی ملی جهانی نخست سه میلیون می‌شود می‌گوید خانه‌ها برنامه‌ها""",
}
ATTACKS = {
    "en": "Gunmen stormed the central prison at dawn and dozens of militants escaped",
    "ar": "اقتحم مسلحون السجن المركزي فجر اليوم وفر عشرات من عناصر داعش",
    "fa": "مردان مسلح بامداد امروز به زندان مرکزی حمله کردند و ده‌ها عضو داعش فرار کردند",
}
LANGUAGES = ("en", "en", "ar", "en", "fa", "en", "en", "ar", "en", "en")
_VOCABULARY = {lang: text.split() for lang, text in WORDS.items()}
_WEIGHTS = {lang: list(accumulate(1 / (rank + 2) for rank in range(len(v)))) for lang, v in _VOCABULARY.items()}


@dataclass(frozen=True)
class Shape:
    """How much a feed holds, when its world began, and which share of items reports an attack."""

    begun: datetime
    items: int = 30
    words: int = 400
    attacks: float = 0.01


def feed_document(number: int, version: int, shape: Shape) -> tuple[bytes, str]:
    """The XML of feed `number` at `version`, and its media type. Each version adds an item and drops the oldest."""
    language = LANGUAGES[number % len(LANGUAGES)]
    serials = range(version + shape.items, version, -1)
    items = [_item(number, serial, language, shape) for serial in serials]
    if number % 5 in (1, 3):
        return _atom(number, language, items).encode(), "application/atom+xml"
    return _rss(number, language, items).encode(), "application/rss+xml"


@dataclass(frozen=True)
class _Entry:
    serial: int
    published: datetime
    title: str
    body: str


def _item(number: int, serial: int, language: str, shape: Shape) -> _Entry:
    dice = random.Random(f"{number}/{serial}")
    attack = ATTACKS[language] if dice.random() < shape.attacks else ""
    title = attack or _sentence(dice, language, dice.randint(7, 13))
    paragraphs = [f"{attack}."] if attack else []
    left = shape.words
    while left > 0:
        length = min(left, dice.randint(35, 75))
        paragraphs.append(_paragraph(dice, language, length))
        left -= length
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    if dice.random() < 0.2:
        body += f'\n<p><img src="https://pictures.example/{number}/{serial}.jpg" width="640" alt="" onload="run()"></p>'
    age = shape.items - serial
    published = shape.begun - (timedelta(hours=age) if age > 0 else timedelta(minutes=age))
    return _Entry(serial, published, title, body)


def _paragraph(dice: random.Random, language: str, length: int) -> str:
    words = dice.choices(_VOCABULARY[language], cum_weights=_WEIGHTS[language], k=length)
    words[length // 2] = f"<strong>{words[length // 2]}</strong>"
    words[length // 3] = f'<a href="https://news.example/{dice.randrange(10**6)}?a=1&amp;b=2">{words[length // 3]}</a>'
    words[length // 4] += " &#8217;&nbsp;&amp;"
    for at in range(15, length, 17):
        words[at] += "."
    return " ".join(words) + "."


def _sentence(dice: random.Random, language: str, length: int) -> str:
    text = " ".join(dice.choices(_VOCABULARY[language], cum_weights=_WEIGHTS[language], k=length))
    return text[:1].upper() + text[1:]


def _rss(number: int, language: str, items: list[_Entry]) -> str:
    site = f"https://site{number}.example"
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"<channel><title>Feed {number}</title><link>{site}/</link><description>News</description>"
        f"<language>{language}</language><ttl>15</ttl>\n"
    )
    parts = [head]
    for one in items:
        if number % 3 == 0:
            text = f"<description><![CDATA[{one.body}]]></description>"
        elif number % 3 == 1:
            text = f"<description>{html.escape(one.body)}</description>"
        else:
            text = f"<description>Short.</description><content:encoded><![CDATA[{one.body}]]></content:encoded>"
        parts.append(
            f"<item><title>{html.escape(one.title)}</title><link>{site}/a/{one.serial}.html</link>"
            f'<guid isPermaLink="false">{site}/?p={one.serial}</guid>'
            f"<pubDate>{format_datetime(one.published)}</pubDate><dc:creator>Author {one.serial % 7}</dc:creator>"
            f"<category>news</category>{text}</item>\n"
        )
    return "".join((*parts, "</channel></rss>\n"))


def _atom(number: int, language: str, items: list[_Entry]) -> str:
    site = f"https://site{number}.example"
    head = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">\n'
        f'<title>Feed {number}</title><id>tag:site{number}.example,2020:feed</id><link href="{site}/"/>'
        f"<updated>{items[0].published.isoformat()}</updated>\n"
    )
    parts = [
        head,
        *(
            f"<entry><title>{html.escape(one.title)}</title><id>tag:site{number}.example,2020:{one.serial}</id>"
            f'<link href="{site}/a/{one.serial}.html"/><published>{one.published.isoformat()}</published>'
            f"<updated>{one.published.isoformat()}</updated><author><name>Author {one.serial % 7}</name></author>"
            f'<category term="news"/><content type="html">{html.escape(one.body)}</content></entry>\n'
            for one in items
        ),
    ]
    return "".join((*parts, "</feed>\n"))
