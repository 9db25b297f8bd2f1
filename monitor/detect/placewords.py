"""Words around place names, per language, and how names bend: what `places` reads besides the gazetteer.

All words are folded as text is (accents gone, Arabic letters in one form).
"""

from collections.abc import Iterator

from monitor.text.fold import fold_plain


def _set(*lines: str) -> frozenset[str]:
    return frozenset(fold_plain(" ".join(lines)).split())


ARTICLES = _set("al el ar as ash an ad at az er es et ed ez ath adh")
"""The Arabic article as it is written in Latin letters."""

PREPOSITIONS = _set(
    "in at near from to into around outside inside across towards toward between north south east west of",
    "في من إلى الى قرب شمال جنوب شرق غرب شمالي جنوبي شرقي غربي وسط داخل باتجاه نحو بين عبر خارج محيط",
    "در از به تا سمت نزدیکی شمال جنوب شرق غرب مرکز حومه میان بین حوالی اطراف نواحی",
    "لە له بۆ نزیک باکووری باشووری ڕۆژهەڵاتی ڕۆژئاوای ناوەندی نێوان",
    "li ji bo nav nêzî bakurê başûrê rojhilatê rojavayê di",
    "à en au aux dans vers depuis près de d du entre",
    "en desde hacia cerca de del entre",
    "в во из на под около близ к от между",
)
"""Words before which a name in doubt is more likely a place."""

POSTPOSITIONS = _set("میں سے کے کی پر da de te ta dan den tan ten nin nun ya ye yi yu na ne e a i u in un")
"""Urdu's words behind a place, and what a Turkish apostrophe leaves."""

PLACE_WORDS = _set(
    "city town village district province governorate governate state region county camp prison jail border",
    "crossing",
    "airport capital municipality neighbourhood neighborhood suburb countryside area island valley desert mount",
    "مدينة بلدة قرية محافظة ناحية قضاء منطقة حي مخيم سجن معبر منفذ مطار ريف إقليم ولاية بادية صحراء عاصمة",
    "بمدينة بمحافظة بقضاء وادي",
    "شهر شهرستان استان روستای بخش منطقه مرز زندان فرودگاه ولایت شهرک گذرگاه ولسوالی اردوگاه پایتخت بندر دشت",
    "شاری شارۆچکەی پارێزگای قەزای ناحیەی گوندی ناوچەی سنووری زیندانی کەمپی فڕۆکەخانەی گرتووخانەی بەندینخانەی",
    "شہر ضلع صوبہ صوبے گاؤں علاقے علاقہ سرحد جیل تحصیل",
    "bajarê bajarokê parêzgeha parêzgeh gundê navçeya navçeyê herêma sînorê girtîgeha kampa deriyê",
    "ili ilinde ilinin ilçesi ilçesinde ilçesinin kenti kentinde kentinin vilayeti köyü köyünde şehri",
    "şehrinde sınırı kampı cezaevi cezaevinde cezaevine cezaevinden",
    "ville village province gouvernorat région département camp district capitale frontière commune quartier",
    "ciudad pueblo provincia departamento región municipio distrito gobernación campo frontera capital estado",
    "comunidad",
    "город города городе городом провинция провинции область области района районе район деревня деревне селе",
    "лагерь лагере",
)
"""Words beside which a name in doubt is a place."""

SITE_WORDS = _set(
    "market hospital university base barracks garrison station checkpoint road highway refinery stadium bridge dam",
    "mosque church courthouse airbase port outskirts sector custodial correctional detention",
    "سوق بسوق مستشفى جامعة قاعدة معسكر ثكنة حاجز طريق مصفاة ملعب جسر سد مسجد كنيسة محكمة شرطة ميناء أطراف ضواحي قاطع",
    "سهل جبل جبال حقل",
    "بازار بیمارستان دانشگاه پایگاه پادگان پاسگاه جاده بزرگراه پالایشگاه ورزشگاه پل سد مسجد کلیسا دادگاه محور حومه",
    "ارتفاعات کوه میدان",
    "بازاڕی نەخۆشخانەی زانکۆی بنکەی ڕێگای ڕێگەی پاڵاوگەی چیای شاخی دەشتی کێڵگەی مزگەوتی دادگای ئۆردوگای",
    "bazara nexweşxaneya zanîngeha riya çiyayê mizgefta",
    "hastanesi üniversitesi karakolu üssü yolu karayolu rafinerisi stadı köprüsü barajı camii adliyesi çarşısı pazarı",
    "dağı limanı mahallesi otogarı",
    "ہسپتال یونیورسٹی چوکی چھاؤنی روڈ شاہراہ ریفائنری چرچ عدالت",
    "рынке рынок больница больнице база базе колония колонии трасса трассе мечеть мечети вокзал вокзале порт",
)
"""Words for what a town has: a name in doubt beside one is likelier a place."""

_KINDS = {
    "province": _set(
        "province governorate governate state provincial محافظة بمحافظة محافظ ولاية استان استاندار ولایت والی",
        "پارێزگای پارێزگاری صوبہ صوبے parêzgeha parêzgeh ili ilinde ilinin vilayeti gouvernorat département provincia",
        "departamento gobernación estado провинция провинции провинцию область области",
    ),
    "prison": _set(
        "prison jail penitentiary سجن بسجن السجن زندان زیندانی زیندان جیل girtîgeha zindana hapishanesi cezaevi",
        "cezaevinde prisión cárcel penal тюрьма тюрьме тюрьмы тюрьму",
    ),
    "camp": _set(
        "camp مخيم بمخيم معسكر اردوگاه کەمپی کیمپ kampa kampı kampında campo campamento лагерь лагере лагеря",
    ),
    "crossing": _set(
        "crossing checkpoint معبر بمعبر منفذ گذرگاه مرز پایانه سنووری مەرزی deriyê kapısı kapısında",
        "paso cruce кпп переход переходе",
    ),
}
KIND_WORDS = {word: kind for kind, words in _KINDS.items() for word in words}
"""Words beside which a name that several places share is the place of that kind."""

DIRECTIONS = _set(
    "north south east west northern southern eastern western central greater upper lower new old downtown",
    "inner outer",
    "northwest northeast southwest southeast northwestern northeastern southwestern southeastern occupied",
    "rural mid",
    "nord sud est ouest norte sur este oeste centro kuzey güney doğu batı the el la le monday tuesday",
    "wednesday thursday",
    "friday saturday sunday january february march april may june july august september october november",
    "december",
)
"""Capitalised words that may stand before a place name without being part of another name."""

NAME_TAILS = _set(
    "post times united fc herald tribune journal guardian accord accords agreement club gazette chronicle",
    "rovers hotspur",
    "athletic albion wanderers villa bowl marathon masters summit protocol convention declaration pride bees",
    "giants jets",
    "yankees knicks bulls lakers dodgers cubs mets eagles cowboys patriots spor spors spors",
)
"""Words behind a place name that make it the name of something else."""

_PROCLITICS = "وف"
_PREFIXES = "بلک"
_SORANI = tuple(fold_plain(s) for s in ("ەوە", "یەوە", "دا", "یدا", "یش", "وە", "ێ", "ی"))
_KURMANJI = ("yeye", "ye", "e", "yi", "i", "an")
_TURKISH = (
    *("lardan", "ndan", "nden", "nin", "nun", "dan", "den", "tan", "ten", "daki", "deki", "taki", "teki", "in", "un"),
    *("da", "de", "ta", "te", "ya", "ye", "yi", "yu", "i", "u", "a", "e"),
)
_ENDINGS = {"kmr": _KURMANJI, "tr": _TURKISH, "ckb": _SORANI}
# What the end of a Russian noun may stand for: the case ending, and what the name has there in the dictionary.
_RUSSIAN = tuple(
    (fold_plain(ending), fold_plain(instead))
    for ending, instead in (
        ("ами", ""), ("ого", ""), ("ому", ""), ("ом", ""), ("ем", ""), ("ем", "й"), ("ой", "а"), ("ей", "я"),
        ("ией", "ия"),
        ("ии", "ия"), ("ию", "ия"), ("а", ""), ("у", ""), ("е", ""), ("е", "а"), ("ы", "а"), ("у", "а"), ("и", "а"),
        ("и", "я"), ("ю", "я"), ("и", "ь"), ("ю", "ь"), ("ью", "ь"), ("я", "й"), ("е", "й"), ("ю", "й"), ("я", "ь"),
        ("е", "ь"), ("ем", "ь"), ("ы", ""),
    )
)  # fmt: skip
_SHORTEST_STEM = 4


def stems(word: str, lang: str) -> Iterator[str]:
    """What a folded word may be without what its language joins to a name, the likeliest first."""
    if lang == "ru":
        for ending, instead in _RUSSIAN:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM - 1:
                yield word[: len(word) - len(ending)] + instead
    elif lang in _ENDINGS:
        endings = _ENDINGS[lang]
        if not word.endswith(endings):
            return
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
                yield word[: -len(ending)]
                if lang == "kmr":
                    yield word[: -len(ending)] + "e"
    elif lang in {"ar", "und"} and word[0] in _PROCLITICS + _PREFIXES:
        yield from _without_clitics(word)


def _without_clitics(word: str) -> Iterator[str]:
    """An Arabic word without the conjunction and preposition written together with it (`wa fa bi li ka`)."""
    if word[0] in _PROCLITICS and len(word) > 3:
        word = word[1:]
        yield word
    if len(word) > 3:
        if word.startswith("لل"):
            yield "ا" + word[1:]
        if word[0] in _PREFIXES:
            yield word[1:]


def nationals(key: str) -> Iterator[str]:
    """The forms of a word for a country's people as they stand in text: `عراقی`, `العراقیه`; `иракский`, `иракских`."""
    yield key
    if key.endswith("ی") and " " not in key:
        for tail in ("", "ه", "ین", "ون", "ات", "ان"):
            yield key + tail
            yield f"ال{key}{tail}"
    elif key.endswith("скии"):
        for tail in ("ого", "ому", "им", "ом", "ая", "ои", "ую", "ое", "ие", "их", "ими"):
            yield key[:-2] + tail
    elif key.isascii() and not key.endswith("s"):
        yield key + "s"
        yield key + "es"
