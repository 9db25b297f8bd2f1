"""The names of the months, folded, in the languages and calendars that feeds date their items in."""

import re
from types import MappingProxyType

_FORMS = str.maketrans(
    {
        **dict(zip("٠١٢٣٤٥٦٧٨٩", "0123456789", strict=True)),
        **dict(zip("۰۱۲۳۴۵۶۷۸۹", "0123456789", strict=True)),
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ة": "ه",
        "ە": "ه",
        "ھ": "ه",
        "İ": "i",
        "ı": "i",
        "’": "'",
        "\u200c": "",
        "\u0640": "",
        "،": ",",
        "٫": ".",
        "\u200e": "",
        "\u200f": "",
        "\xa0": " ",
        "\u202f": " ",
    }
)
_MARKS = re.compile("[\u064b-\u0652\u0670]")

_NAMES = {
    "gregorian": {
        "en": "january february march april may june july august september october november december",
        "en short": "jan feb mar apr may jun jul aug sep oct nov dec",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "fr short": "janv févr mars avr mai juin juil aout sept octob novem déc",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "es short": "ene febr marz abr may junio julio ago setiembre octub noviem dic",
        "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
        "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "ru plain": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
        "kmr": "rêbendan reşemî adar nîsan gulan pûşper tîrmeh gelawêj rezber kewçêr sermawez berfanbar",
        "kmr other": "çile sibat adar avrêl gulan hezîran tîrmeh tebax îlon cotmeh mijdar kanûn",
        "ckb": "کانوونی_دووەم شوبات ئازار نیسان ئایار حوزەیران تەمموز ئاب ئەیلوول تشرینی_یەکەم تشرینی_دووەم"
        " کانوونی_یەکەم",
        "ar gulf": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "ar other": "يناير فبراير مارس ابريل مايو يونية يولية اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
        "ar levant": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
        "ar maghreb": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
        "ar morocco": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
        "fa": "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
        "fa other": "جنوری فبروری مارچ اپریل می جون جولای اگست سپتمبر اکتوبر نومبر دسمبر",
        "ur": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    },
    "jalali": {
        "fa": "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
        "fa other": "فروردین اردیبهشت خرداد تیر امرداد شهریور مهر آبان آذر دی بهمن اسفند",
        "af": "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت",
        "ckb": "خاکەلێوە گوڵان جۆزەردان پووشپەڕ گەلاوێژ خەرمانان ڕەزبەر گەڵاڕێزان سەرماوەز بەفرانبار ڕێبەندان ڕەشەمە",
    },
    "hijri": {
        "ar": "محرم صفر ربيع_الأول ربيع_الآخر جمادى_الأولى جمادى_الآخرة رجب شعبان رمضان شوال ذو_القعدة ذو_الحجة",
        "ar other": "المحرم صفر ربيع_الاول ربيع_الثاني جمادى_الاول جمادى_الثانية رجب شعبان رمضان شوال ذي_القعدة"
        " ذي_الحجة",
    },
}

_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo "
    "pazartesi salı çarşamba perşembe cuma cumartesi pazar "
    "понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс "
    "الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد "
    "شنبه یکشنبه دوشنبه سه‌شنبه چهارشنبه پنجشنبه پنج‌شنبه جمعه یک دو سه چهار پنج "
    "شەممە یەکشەممە دووشەممە سێشەممە چوارشەممە پێنجشەممە هەینی پیر منگل بدھ جمعرات جمعہ ہفتہ اتوار "
    "duşem sêşem çarşem pêncşem în şemî yekşem"
)
_AROUND = (
    "at on of the de du le à del a las et el года г в saat ساعت الساعة بتوقيت غرينتش utc gmt est edt cet am pm"
    " ص م ق ظ ب "
    "گرينويچ th st nd rd uhr h min z t msk trt بجے کاتژمێر hour time local "
    "published posted updated modified last publié mis jour modifié publicado actualizado опубликовано обновлено "
    "yayınlanma güncelleme tarihi نشر النشر في تاريخ آخر تحديث انتشار شائع تاریخ"
)


def folded(text: str) -> str:
    """The text in the forms the tables are in: lower case, ASCII digits, one letter form each, no vowel marks."""
    if text.isascii():
        return text.casefold()
    return _TWO_WORDS.sub(r"\1\2", _fold_name(text))


def _fold_name(name: str) -> str:
    return _MARKS.sub("", name.translate(_FORMS).casefold())


def _months() -> dict[str, tuple[str, int]]:
    months: dict[str, tuple[str, int]] = {"sept": ("gregorian", 9), "déc": ("gregorian", 12), "dic": ("gregorian", 12)}
    for calendar, tables in _NAMES.items():
        for names in tables.values():
            for number, name in enumerate(names.split(), 1):
                months.setdefault(_fold_name(name).replace("_", ""), (calendar, number))
    return months


def _two_words() -> re.Pattern[str]:
    names = {_fold_name(name) for tables in _NAMES.values() for line in tables.values() for name in line.split()}
    firsts = "|".join(sorted({re.escape(name.split("_")[0]) for name in names if "_" in name}, key=len, reverse=True))
    seconds = "|".join(sorted({re.escape(name.split("_")[1]) for name in names if "_" in name}, key=len, reverse=True))
    return re.compile(rf"(?<!\w)({firsts})\s+({seconds})(?!\w)")


_TWO_WORDS = _two_words()

MONTHS = MappingProxyType(_months())
"""Folded name of a month (two words joined) -> its calendar (`gregorian`, `jalali`, `hijri`) and number."""

CALENDAR_WORDS = frozenset(folded(word) for word in f"{_WEEKDAYS} {_AROUND}".split()) | MONTHS.keys()
"""Folded words that a line of nothing but a date is made of, besides numbers."""
