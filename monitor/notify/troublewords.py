"""The sentences of alarms in the readers' languages: en, ar, fa. The English ones stand for any other language."""

from collections.abc import Mapping
from types import MappingProxyType

SERVICE_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "en": ("Service trouble", "Working again"),
        "ar": ("خلل في الخدمة", "عادت إلى العمل"),
        "fa": ("اشکال در سرویس", "دوباره کار می‌کند"),
    }
)

# Singular or many; three to ten (Arabic has a plural of its own for these).
UNITS: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "en": {"day": ("d", "d"), "hour": ("h", "h"), "minute": ("min", "min")},
        "ar": {"day": ("يوما", "أيام"), "hour": ("ساعة", "ساعات"), "minute": ("دقيقة", "دقائق")},
        "fa": {"day": ("روز", "روز"), "hour": ("ساعت", "ساعت"), "minute": ("دقیقه", "دقیقه")},
    }
)

HEADS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "network": "No feed can be reached.",
            "behind": "Polling is behind its schedule.",
            "self-check": "The service's own check does not pass: news may not reach you.",
            "failing": "Feeds that cannot be read: {count}.",
            "page": "Feeds that serve a web page instead of news: {count}.",
            "silent": "Feeds that answer, but bring nothing new: {count}.",
            "slow": "Feeds that bring far less than they used to: {count}.",
            "late": "Feeds that bring their news far later than they used to: {count}.",
            "undated": "Feeds whose articles bear no date: {count}.",
            "edit": "An edit of rules or settings is refused; what was in force before it stays in force.",
            "language": "Languages gone quiet: {count}.",
        },
        "ar": {
            "network": "لا يمكن الوصول إلى أي خلاصة.",
            "behind": "قراءة الخلاصات متأخرة عن موعدها.",
            "self-check": "الفحص الذاتي للخدمة لا ينجح: قد لا تصلكم الأخبار.",
            "failing": "خلاصات لا يمكن قراءتها: {count}.",
            "page": "خلاصات تعرض صفحة ويب بدلا من الأخبار: {count}.",
            "silent": "خلاصات تستجيب ولا تأتي بجديد: {count}.",
            "slow": "خلاصات تأتي بأقل بكثير من المعتاد: {count}.",
            "late": "خلاصات تتأخر أخبارها كثيرا عن المعتاد: {count}.",
            "undated": "خلاصات لا تحمل مقالاتها تاريخا: {count}.",
            "edit": "رُفض تعديل في القواعد أو الإعدادات؛ ويبقى ساريا ما كان ساريا قبله.",
            "language": "لغات انقطعت أخبارها: {count}.",
        },
        "fa": {
            "network": "هیچ خوراکی در دسترس نیست.",
            "behind": "خواندن خوراک‌ها از برنامه عقب است.",
            "self-check": "خودآزمایی سرویس موفق نیست: شاید خبرها به شما نرسد.",
            "failing": "خوراک‌هایی که خوانده نمی‌شوند: {count}.",
            "page": "خوراک‌هایی که به جای خبر صفحه وب می‌دهند: {count}.",
            "silent": "خوراک‌هایی که پاسخ می‌دهند ولی چیز تازه‌ای ندارند: {count}.",
            "slow": "خوراک‌هایی که بسیار کمتر از گذشته خبر می‌دهند: {count}.",
            "late": "خوراک‌هایی که خبرهایشان بسیار دیرتر از گذشته می‌رسد: {count}.",
            "undated": "خوراک‌هایی که مطالبشان تاریخ ندارد: {count}.",
            "edit": "ویرایش قواعد یا تنظیمات پذیرفته نشد؛ آنچه پیش از آن برقرار بود برقرار می‌ماند.",
            "language": "زبان‌هایی که خبری از آن‌ها نمی‌رسد: {count}.",
        },
    }
)

OVER: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "network": "Feeds can be reached again.",
            "behind": "Polling keeps its schedule again.",
            "self-check": "The service's own check passes again.",
            "failing": "Feeds that can be read again, or are not read any more: {count}.",
            "page": "Feeds that serve news again: {count}.",
            "silent": "Feeds that bring news again: {count}.",
            "slow": "Feeds that bring as much as before: {count}.",
            "late": "Feeds that bring their news in time again: {count}.",
            "undated": "Feeds whose articles bear dates again: {count}.",
            "edit": "Rules and settings are in force as they stand in the files again.",
            "language": "Languages heard again: {count}.",
        },
        "ar": {
            "network": "عاد الوصول إلى الخلاصات.",
            "behind": "عادت قراءة الخلاصات إلى موعدها.",
            "self-check": "الفحص الذاتي للخدمة ينجح من جديد.",
            "failing": "خلاصات عادت قراءتها أو لم تعد مطلوبة: {count}.",
            "page": "خلاصات عادت إلى عرض الأخبار: {count}.",
            "silent": "خلاصات عادت تأتي بجديد: {count}.",
            "slow": "خلاصات عادت إلى معتادها: {count}.",
            "late": "خلاصات عادت أخبارها في وقتها: {count}.",
            "undated": "خلاصات عادت مقالاتها تحمل تاريخا: {count}.",
            "edit": "القواعد والإعدادات سارية من جديد كما هي في الملفات.",
            "language": "لغات عادت أخبارها: {count}.",
        },
        "fa": {
            "network": "خوراک‌ها دوباره در دسترس‌اند.",
            "behind": "خواندن خوراک‌ها دوباره طبق برنامه است.",
            "self-check": "خودآزمایی سرویس دوباره موفق است.",
            "failing": "خوراک‌هایی که دوباره خوانده می‌شوند یا دیگر خواسته نیستند: {count}.",
            "page": "خوراک‌هایی که دوباره خبر می‌دهند: {count}.",
            "silent": "خوراک‌هایی که دوباره چیز تازه دارند: {count}.",
            "slow": "خوراک‌هایی که به اندازه گذشته خبر می‌دهند: {count}.",
            "late": "خوراک‌هایی که خبرهایشان دوباره به‌موقع می‌رسد: {count}.",
            "undated": "خوراک‌هایی که مطالبشان دوباره تاریخ دارد: {count}.",
            "edit": "قواعد و تنظیمات دوباره همان‌گونه که در پرونده‌هاست برقرار است.",
            "language": "زبان‌هایی که دوباره خبر دارند: {count}.",
        },
    }
)

# Fuller first; the next is used where a figure is unknown.
ITEMS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "en": {
            "network": ("{count} feeds that worked fail together since {length}",),
            "behind": ("{count} of {total} feeds are asked late, by {length} at most",),
            "self-check": ("{what}",),
            "failing": ("{name}: cannot be read for {length} ({what})", "{name}: cannot be read for {length}"),
            "page": ("{name}: serves {what} instead of news",),
            "silent": ("{name}: nothing new for {length}, usually every {usual}", "{name}: nothing new for {length}"),
            "slow": ("{name}: {now} articles a day, usually {usual}",),
            "late": ("{name}: its freshest article was {length} old, usually {usual}", "{name}: {length} late"),
            "undated": ("{name}: no article bears a date",),
            "edit": ("{where}: {what}",),
            "language": ("{name}: nothing new for {length} from {feeds} feeds, usually every {usual}",),
        },
        "ar": {
            "network": ("{count} خلاصة كانت تعمل تعطلت معا منذ {length}",),
            "behind": ("{count} من {total} خلاصة تُقرأ متأخرة، أقصاها {length}",),
            "self-check": ("{what}",),
            "failing": ("{name}: لا تُقرأ منذ {length} ({what})", "{name}: لا تُقرأ منذ {length}"),
            "page": ("{name}: تعرض {what} بدلا من الأخبار",),
            "silent": ("{name}: لا جديد منذ {length}، والمعتاد كل {usual}", "{name}: لا جديد منذ {length}"),
            "slow": ("{name}: {now} مقالة في اليوم، والمعتاد {usual}",),
            "late": ("{name}: عمر أحدث مقالة {length}، والمعتاد {usual}", "{name}: تأخر {length}"),
            "undated": ("{name}: لا تاريخ لأي مقالة",),
            "edit": ("{where}: {what}",),
            "language": ("{name}: لا جديد منذ {length} من {feeds} خلاصة، والمعتاد كل {usual}",),
        },
        "fa": {
            "network": ("{count} خوراک سالم از {length} پیش با هم از کار افتاده‌اند",),
            "behind": ("{count} از {total} خوراک دیر خوانده می‌شود، حداکثر {length}",),
            "self-check": ("{what}",),
            "failing": ("{name}: از {length} پیش خوانده نمی‌شود ({what})", "{name}: از {length} پیش خوانده نمی‌شود"),
            "page": ("{name}: به جای خبر {what} می‌دهد",),
            "silent": ("{name}: {length} بدون چیز تازه، معمولا هر {usual}", "{name}: {length} بدون چیز تازه"),
            "slow": ("{name}: روزی {now} مطلب، معمولا {usual}",),
            "late": ("{name}: تازه‌ترین مطلب {length} کهنه بود، معمولا {usual}", "{name}: {length} دیر"),
            "undated": ("{name}: هیچ مطلبی تاریخ ندارد",),
            "edit": ("{where}: {what}",),
            "language": ("{name}: {length} بدون چیز تازه از {feeds} خوراک، معمولا هر {usual}",),
        },
    }
)

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "captcha": "a robot test",
            "login": "a login page",
            "parked": "the page of a parked domain",
            "reading": "The processes that read feeds do not answer.",
            "rules": "No rule recognises its own example any more.",
            "writing": "The database takes nothing.",
            "sending": "Nothing gets through to the channels.",
        },
        "ar": {
            "captcha": "اختبار الروبوت",
            "login": "صفحة تسجيل الدخول",
            "parked": "صفحة نطاق متوقف",
            "reading": "العمليات التي تقرأ الخلاصات لا تستجيب.",
            "rules": "لم تعد أي قاعدة تتعرف على مثالها.",
            "writing": "قاعدة البيانات لا تقبل شيئا.",
            "sending": "لا شيء يصل إلى القنوات.",
        },
        "fa": {
            "captcha": "آزمون ربات",
            "login": "صفحه ورود",
            "parked": "صفحه دامنه پارک‌شده",
            "reading": "پردازه‌هایی که خوراک‌ها را می‌خوانند پاسخ نمی‌دهند.",
            "rules": "هیچ قاعده‌ای دیگر نمونه خود را نمی‌شناسد.",
            "writing": "پایگاه داده چیزی نمی‌پذیرد.",
            "sending": "چیزی به کانال‌ها نمی‌رسد.",
        },
    }
)

_CHECK = "`monitor feeds check ADDRESS`"
REMEDIES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "network": "Check network, name server and firewall of this machine; feeds are tried again by themselves.",
            "behind": "See `monitor status` for a pause; else the machine is too slow for its feeds: raise `workers`.",
            "self-check": "See the log; if it does not pass by itself, restart the service.",
            "failing": f"{_CHECK} shows what comes back; correct the address, or remove the feed.",
            "page": "Open the address in a browser; ask the publisher to let feed readers in, or remove the feed.",
            "silent": "Look at the publisher's site: if it has news, find the feed's new address.",
            "slow": "Look at the publisher's site: a part of its news may have moved to another feed.",
            "late": "The publisher or a copy in between serves old news; find a more direct address.",
            "undated": "The time of first sight is used instead; choose a feed with dates if there is one.",
            "edit": "`monitor check` shows each mistake and its line; corrected files are read by themselves.",
            "language": "See the feeds of this language in `monitor feeds list`, and add sources if these have gone.",
        },
        "ar": {
            "network": "افحصوا الشبكة وخادم الأسماء وجدار الحماية لهذا الجهاز؛ تُعاد المحاولة تلقائيا.",
            "behind": "انظروا `monitor status`؛ إن لم يكن هناك توقف فالجهاز أبطأ من هذا العدد: زيدوا `workers`.",
            "self-check": "انظروا السجل؛ وإن لم ينجح من نفسه فأعيدوا تشغيل الخدمة.",
            "failing": f"يبين {_CHECK} ما يصل؛ صححوا العنوان أو أزيلوا الخلاصة.",
            "page": f"افتحوا العنوان في متصفح، واطلبوا من الناشر السماح بقراءة الخلاصة، أو أزيلوها؛ ثم {_CHECK}.",
            "silent": "انظروا موقع الناشر: إن كانت فيه أخبار فابحثوا عن العنوان الجديد للخلاصة.",
            "slow": "انظروا موقع الناشر: ربما انتقل جزء من أخباره إلى خلاصة أخرى.",
            "late": "الناشر أو نسخة وسيطة تقدم أخبارا قديمة؛ ابحثوا عن عنوان مباشر.",
            "undated": "يُستعمل وقت أول مشاهدة بدلا منه؛ اختاروا خلاصة ذات تواريخ إن وجدت.",
            "edit": "يبين `monitor check` كل خطأ وسطره؛ وتُقرأ الملفات تلقائيا بعد تصحيحها.",
            "language": "انظروا خلاصات هذه اللغة في `monitor feeds list` وأضيفوا مصادر إن زالت هذه.",
        },
        "fa": {
            "network": "شبکه، سرور نام و دیوار آتش این دستگاه را بررسی کنید؛ خوراک‌ها خودکار دوباره آزموده می‌شوند.",
            "behind": "`monitor status` را ببینید؛ اگر مکثی نیست، دستگاه کند است: `workers` را بیشتر کنید.",
            "self-check": "گزارش را ببینید؛ اگر خودبه‌خود درست نشد، سرویس را دوباره راه بیندازید.",
            "failing": f"{_CHECK} نشان می‌دهد چه می‌رسد؛ نشانی را درست کنید یا خوراک را بردارید.",
            "page": f"نشانی را در مرورگر باز کنید، از ناشر اجازه خواندن بخواهید یا آن را بردارید؛ سپس {_CHECK}.",
            "silent": "سایت ناشر را ببینید: اگر خبر دارد، نشانی تازه خوراک را پیدا کنید.",
            "slow": "سایت ناشر را ببینید: شاید بخشی از خبرها به خوراک دیگری رفته است.",
            "late": "ناشر یا نسخه‌ای میانی خبر کهنه می‌دهد؛ نشانی مستقیم‌تری پیدا کنید.",
            "undated": "به جای آن زمان نخستین دیدار به کار می‌رود؛ اگر هست، خوراکی با تاریخ برگزینید.",
            "edit": "`monitor check` هر خطا و سطرش را نشان می‌دهد؛ پس از اصلاح، پرونده‌ها خودکار خوانده می‌شوند.",
            "language": "خوراک‌های این زبان را در `monitor feeds list` ببینید و اگر از میان رفته‌اند منبع بیفزایید.",
        },
    }
)
