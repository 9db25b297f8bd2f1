"""Words for days, per language: data for `eventdates`. All folded; Monday is 0."""

from monitor.text.fold import fold_plain

Days = dict[tuple[str, ...], int]


def _days(text: str) -> Days:
    """`phrase=number|phrase=number` -> tuples of folded words with their number."""
    found: Days = {}
    for pair in text.split("|"):
        phrase, _, number = pair.partition("=")
        found[tuple(fold_plain(phrase).split())] = int(number)
    return found


WEEKDAYS: dict[str, Days] = {
    "en": _days("monday=0|tuesday=1|wednesday=2|thursday=3|friday=4|saturday=5|sunday=6"),
    "ar": _days("الاثنين=0|الإثنين=0|الثلاثاء=1|الأربعاء=2|الخميس=3|الجمعة=4|السبت=5|الأحد=6"),
    "fa": _days(
        "دوشنبه=0|دو شنبه=0|سه‌شنبه=1|سه شنبه=1|چهارشنبه=2|چهار شنبه=2|پنج‌شنبه=3|پنجشنبه=3|پنج شنبه=3|جمعه=4"
        "|شنبه=5|یکشنبه=6|یک شنبه=6"
    ),
    "ckb": _days(
        "دووشەممە=0|دوو شەممە=0|سێشەممە=1|سێ شەممە=1|چوارشەممە=2|پێنجشەممە=3|پێنج شەممە=3|هەینی=4|شەممە=5|یەکشەممە=6"
    ),
    "kmr": _days(
        "duşem=0|duşemê=0|duşemiyê=0|sêşem=1|sêşemê=1|sêşemiyê=1|çarşem=2|çarşemê=2|çarşemiyê=2|pêncşem=3"
        "|pêncşemê=3"
        "|pêncşemiyê=3|înê=4|roja înê=4|şemiyê=5|şemî=5|yekşem=6|yekşemê=6|yekşemiyê=6"
    ),
    "tr": _days(
        "pazartesi=0|pazartesi günü=0|salı günü=1|salı gecesi=1|çarşamba=2|çarşamba günü=2|perşembe=3|perşembe "
        "günü=3"
        "|cuma günü=4|cuma gecesi=4|cumartesi=5|cumartesi günü=5|pazar günü=6|pazar gecesi=6|salı günkü=1|cuma "
        "günkü=4"
        "|pazar günkü=6"
    ),
    "ur": _days(
        "پیر کو=0|پیر کے روز=0|پیر کی=0|منگل=1|بدھ=2|جمعرات=3|جمعہ=4|جمعے=4|ہفتے کو=5|ہفتہ کو=5|ہفتے کے روز=5|اتوار=6"
    ),
    "fr": _days("lundi=0|mardi=1|mercredi=2|jeudi=3|vendredi=4|samedi=5|dimanche=6"),
    "es": _days("lunes=0|martes=1|miércoles=2|jueves=3|viernes=4|sábado=5|domingo=6"),
    "ru": _days(
        "понедельник=0|понедельника=0|вторник=1|вторника=1|среду=2|среды=2|четверг=3|четверга=3|пятницу=4|пятницы=4"
        "|субботу=5|субботы=5|воскресенье=6|воскресенья=6"
    ),
}
"""Language -> words for a day of the week."""

PARTS: dict[str, Days] = {
    "en": _days(
        "night=0|overnight=0|midnight=0|tonight=3|morning=1|dawn=1|daybreak=1|noon=2|midday=2|afternoon=2|evening=3|dusk=3"
    ),
    "ar": _days(
        "ليل=0|ليلا=0|ليلة=0|الليل=0|الليلة=0|منتصف الليل=0|صباح=1|صباحا=1|الصباح=1|فجر=1|فجرا=1|الفجر=1|ظهر=2|ظهرا=2"
        "|الظهر=2|عصر=2|عصرا=2|بعد الظهر=2|مساء=3|المساء=3"
    ),
    "fa": _days(
        "شب=0|دیشب=0|نیمه‌شب=0|نیمه شب=0|شبانه=0|شب گذشته=0|صبح=1|بامداد=1|سحرگاه=1|صبحگاه=1|ظهر=2|بعدازظهر=2"
        "|بعد از ظهر=2|عصر=2|شامگاه=3|غروب=3|سر شب=3"
    ),
    "ckb": _days(
        "شەو=0|شەوی=0|ئەمشەو=0|نیوەشەو=0|بەیانی=1|بەیانیی=1|سەرلەبەیانی=1|بەرەبەیان=1|نیوەڕۆ=2|نیوەڕۆی=2|دوانیوەڕۆ=2"
        "|پاشنیوەڕۆ=2|دوای نیوەڕۆ=2|عەسر=2|عەسری=2|ئێوارە=3|ئێوارەی=3"
    ),
    "kmr": _days(
        "şev=0|şevê=0|bi şev=0|nîvê şevê=0|sibê=1|sibehê=1|sibeha=1|serê sibê=1|nîvro=2|piştî nîvro=2|êvar=3|êvarê=3"
    ),
    "tr": _days(
        "gece=0|gecesi=0|geceleyin=0|gece yarısı=0|sabah=1|sabahı=1|sabaha karşı=1|şafak=1|öğle=2|öğlen=2"
        "|öğleden sonra=2|akşam=3|akşamı=3"
    ),
    "ur": _days("رات=0|نصف شب=0|صبح=1|علی الصبح=1|فجر=1|دوپہر=2|سہ پہر=2|شام کو=3|شام کے وقت=3"),
    "fr": _days("nuit=0|minuit=0|matin=1|matinée=1|aube=1|midi=2|après midi=2|soir=3|soirée=3"),
    "es": _days("noche=0|medianoche=0|anoche=0|madrugada=1|de la mañana=1|la mañana=1|mediodía=2|tarde=2|la tarde=2"),
    "ru": _days(
        "ночью=0|ночь=0|ночи=0|полночь=0|утром=1|утра=1|утро=1|днем=2|дня=2|полдень=2|вечером=3|вечера=3|вечер=3"
    ),
}
"""Language -> words for a part of the day, by its place in `models.PARTS_OF_DAY`."""

RELATIVE: dict[str, Days] = {
    "en": _days(
        "yesterday=-1|today=0|tonight=0|this morning=0|this evening=0|this afternoon=0|last night=-1|tomorrow=1"
    ),
    "ar": _days("أمس=-1|أول أمس=-2|أول من أمس=-2|اليوم=0|الليلة الماضية=-1|غدا=1|الليلة=0"),
    "fa": _days("دیروز=-1|پریروز=-2|امروز=0|دیشب=-1|شب گذشته=-1|روز گذشته=-1|امشب=0|فردا=1"),
    "ckb": _days("دوێنێ=-1|ئەمڕۆ=0|دوێنێ شەو=-1|ئەمشەو=0|سبەینێ=1|شەوی ڕابردوو=-1"),
    "kmr": _days("duh=-1|îro=0|şeva borî=-1|vê sibehê=0|îşev=0|sibê=1"),
    "tr": _days("dün=-1|dünkü=-1|bugün=0|dün gece=-1|bu sabah=0|bu gece=0|yarın=1"),
    "ur": _days("گزشتہ روز=-1|گزشتہ رات=-1|آج=0|آج صبح=0|آئندہ روز=1"),
    "fr": _days("hier=-1|avant hier=-2|aujourd hui=0|ce matin=0|ce soir=0|cette nuit=0|demain=1"),
    "es": _days("ayer=-1|anteayer=-2|anoche=-1|hoy=0|esta mañana=0|esta tarde=0|esta noche=0"),
    "ru": _days("вчера=-1|позавчера=-2|сегодня=0|сегодня утром=0|накануне=-1|завтра=1"),
}
"""Language -> words for a day counted from the one on which the text was written."""
