"""The words that past dates are told with, per language, folded as the words of a text are."""

from monitor.text.fold import fold_plain

Words = frozenset[str]


def _set(words: str) -> Words:
    return frozenset(fold_plain(words).split())


def _months(*rows: str) -> dict[str, int]:
    return {
        fold_plain(name): number
        for row in rows
        for number, names in enumerate(row.split(), start=1)
        for name in names.split("/")
    }


_LATIN = (
    "january/jan february/feb march april/apr may june/jun july/jul august/aug september/sept/sep october/oct "
    "november/nov december/dec"
)
MONTHS: dict[str, dict[str, int]] = {
    "en": _months(_LATIN, "- - mar"),
    "ar": _months(
        "يناير فبراير مارس أبريل/إبريل مايو يونيو/يونيه يوليو/يوليوز أغسطس/غشت "
        "سبتمبر/شتنبر أكتوبر نوفمبر/نونبر ديسمبر/دجنبر",
        "جانفي فيفري - أفريل ماي جوان جويلية أوت - - - -",
        "- شباط آذار نيسان أيار حزيران تموز آب أيلول - - -",
    ),
    "fa": _months("ژانویه فوریه مارس آوریل مه/می ژوئن ژوئیه/جولای اوت/آگوست سپتامبر اکتبر نوامبر دسامبر"),
    "ckb": _months(
        "- شوبات ئازار/ئادار نیسان ئایار حوزەیران تەممووز/تەموز ئاب ئەیلوول/ئەیلول - - -",
        "یەنایەر فێبریوەری مارت ئەپریل مەی جوون جولای ئۆگەست سێپتەمبەر ئۆکتۆبەر نۆڤەمبەر دیسەمبەر",
    ),
    "kmr": _months(
        "çile/rêbendan/rêbendanê sibat/sibatê/reşemî adar/adarê nîsan/nîsanê/avrêl gulan/gulanê/mayis "
        "hezîran/hezîranê/pûşper tîrmeh/tîrmehê tebax/tebaxê îlon/îlonê cotmeh/cotmehê mijdar/mijdarê "
        "kanûn/kanûnê/berfanbar"
    ),
    "tr": _months("ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık"),
    "ur": _months("جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر"),
    "fr": _months("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    "es": _months("enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre"),
    "ru": _months(
        "января/январе/январь февраля/феврале/февраль марта/марте/март апреля/апреле/апрель мая/мае/май "
        "июня/июне/июнь июля/июле/июль августа/августе/август сентября/сентябре/сентябрь октября/октябре/октябрь "
        "ноября/ноябре/ноябрь декабря/декабре/декабрь"
    ),
}
for _table in MONTHS.values():
    _table.pop("-", None)
SOLAR_MONTHS: dict[str, int] = _months("فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند")
"""The months of the Persian year, which begins on 21 March."""

YEARS_UNITS = _set(
    "years decades decade century centuries سنوات سنین سنة عام أعوام عاما عامین سنتین عقد عقود عقدین قرن قرون "
    "سال دهه قرن سده ساڵ ساڵان دەیە sal salan dehsal yıl sene yüzyıl asır سال برس دہائی دہائیاں دہائیوں صدی "
    "ans années an décennies décennie siècle siècles años año décadas década siglo siglos "
    "лет года год годами десятилетий десятилетия десятилетие век века веков"
)
MONTHS_UNITS = _set("months أشهر شهور شهرین ماه مانگ meh mehan ay ماہ مہینے mois meses месяцев месяца")
"""Units of time told as so many of them `ago`; of months there must be more than one."""

ONE = _set("1 one a an یک یەک yek bir ایک un une uno واحد один")
AGO_AFTER = _set("ago پیش قبل پیشتر önce evvel назад پہلے لەمەوبەر لەمەوپێش berê")
AGO_BEFORE: dict[str, Words] = {
    "ar": _set("قبل"), "ckb": _set("پێش بەر"), "kmr": _set("berî beriya"), "fr": _set("y"), "es": _set("hace"),
}  # fmt: skip
"""What stands behind, or within three words before, the unit: `years ago`, `hace diez años`, `il y a dix ans`."""

YEAR_BEFORE = _set(
    "in of during year early late mid around circa عام سنة في سنه العام سال ساڵی sala salê yılında yılının "
    "en de année del año в г весной летом осенью зимой سن en l'an spring summer autumn winter"
)
YEAR_BEHIND = _set("yılında yılındaki yılının te ta de da deki teki daki taki году года год гг میں کے کی an ê an de ا")
SINCE = _set(
    "since from until till by born founded established منذ حتی لغایه از تا depuis dès jusqu fondé desde hasta "
    "fundado с со до по ji"
)
SINCE_BEHIND = _set("beri bu yana kadar سے تک onward onwards ve vir به بعد بەدواوە ەوە")
"""Words before or behind a year that name a span up to now, not a date: `since 2014`, `2014'ten beri`."""

YEAR_ENDINGS = frozenset(("", "an", "e"))
"""What Kurmanji writes onto a year."""
