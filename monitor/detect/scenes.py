"""Words for places and gatherings that are attacked: whoever excludes them misses the attack on them."""

from monitor.text.fold import fold_plain

_WORDS = {
    "en": "wedding weddings concert concerts stadium stadiums market markets mosque mosques church churches synagogue "
    "school schools university hospital hospitals festival festivals funeral funerals airport parade pilgrims mall",
    "ar": "زفاف عرس حفل ملعب استاد سوق أسواق مسجد جامع كنيسة كنيس مدرسة جامعة مستشفى مهرجان جنازة مطار موكب",
    "fa": "عروسی کنسرت ورزشگاه استادیوم بازار مسجد کلیسا کنیسه مدرسه دانشگاه بیمارستان جشنواره فرودگاه",
    "ckb": "زەماوەند ئاهەنگ یاریگا بازاڕ مزگەوت کەنیسە قوتابخانە زانکۆ نەخۆشخانە فڕۆکەخانە",
    "kmr": "dawet konser stadyum bazar mizgeft dêr dibistan zanîngeh nexweşxane festîval balafirgeh",
    "tr": "düğün konser stadyum stat pazar çarşı cami camii kilise sinagog okul üniversite hastane festival cenaze "
    "havalimanı",
    "ur": "شادی کنسرٹ اسٹیڈیم بازار مسجد گرجا اسکول سکول یونیورسٹی ہسپتال جنازہ ایئرپورٹ",
    "fr": "mariage concert concerts stade marché mosquée église synagogue école université hôpital festival obsèques "
    "aéroport",
    "es": "boda concierto conciertos estadio mercado mezquita iglesia sinagoga escuela universidad hospital festival "
    "funeral aeropuerto",
    "ru": "свадьба свадьбы концерт концерты стадион рынок мечеть церковь синагога школа университет больница фестиваль "
    "похороны аэропорт",
}


def scenes() -> frozenset[str]:
    """The folded words of all languages."""
    return frozenset(word for column in _WORDS.values() for word in fold_plain(column).split())
