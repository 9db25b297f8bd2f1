"""Places in text: spellings, clitics and endings, ambiguity, words that are no places, offsets, what a watch covers."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.detect.gazetteer import Gazetteer
from monitor.detect.places import Place, contains, find_places
from monitor.text.tokens import words

PLACES = Path(__file__).resolve().parents[2] / "rules" / "places"
GAZETTEER = Gazetteer.load(PLACES)
HASAKAH = "geonames:173811"


def find(text: str, lang: str = "en", title: str = "") -> list[Place]:
    return list(find_places([("title", title, words(title)), ("text", text, words(text))], GAZETTEER, lang).places)


def ids(text: str, lang: str = "en", title: str = "") -> list[str]:
    return [place.id for place in find(text, lang, title)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Gunmen attacked a checkpoint in Hasakah on Monday."),
        ("en", "Gunmen attacked a checkpoint in Al-Hasakah on Monday."),
        ("en", "Gunmen attacked a checkpoint in al-Hasakah on Monday."),
        ("en", "Gunmen attacked a checkpoint near Hassakeh on Monday."),
        ("en", "Gunmen attacked a checkpoint near Al-Hassakeh on Monday."),
        ("en", "Gunmen attacked a checkpoint near Hasaka."),
        ("fr", "Une attaque a visé la ville de Hassaké."),
        ("es", "Un ataque sacudió la ciudad de Hasaka."),
        ("tr", "Haseke'de silahlı saldırı düzenlendi."),
        ("tr", "Haseke’deki cezaevine saldırı."),
        ("kmr", "Li Hesekê êrîşek pêk hat."),
        ("kmr", "Li Hesekeyê êrîşek pêk hat."),
        ("ar", "هاجم مسلحون حاجزا في الحسكة"),
        ("ar", "هاجم مسلحون حاجزا بالحسكة"),
        ("ar", "والحسكة تشهد اشتباكات"),
        ("ar", "قوات تتجه للحسكة"),
        ("fa", "حمله مسلحانه در حسکه"),
        ("fa", "حمله مسلحانه در الحسکه"),
        ("fa", "حمله مسلحانه در حسكه"),
        ("ckb", "هێرشێک لە حەسەکە"),
        ("ckb", "هێرشێک لە حەسەکەدا ڕوویدا"),
        ("ur", "الحسکہ میں حملہ"),
        ("ru", "Боевики напали на пост в Хасаке."),
    ],
)
def test_hasakah_is_found_however_it_is_written(lang: str, text: str) -> None:
    assert ids(text, lang) == [HASAKAH]


# id of the place, then spellings by language; each stands in a plain sentence of that language.
VARIANTS: dict[str, dict[str, str]] = {
    "IQ": {
        "en": "Iraq",
        "ar": "العراق بالعراق والعراق للعراق عراق",
        "fa": "عراق",
        "ckb": "عێراق عیراق ئێراق عێراقدا",
        "kmr": "Îraq Îraqê",
        "tr": "Irak Irak'ta",
        "ur": "عراق",
        "fr": "Irak",
        "es": "Irak",
        "ru": "Ирак Ирака Ираке Ираком",
    },
    "SY": {
        "en": "Syria",
        "ar": "سوريا سورية بسوريا",
        "fa": "سوریه",
        "ckb": "سوریا سووریا",
        "kmr": "Sûriye Sûriyê Sûriyeyê",
        "tr": "Suriye Suriye'de",
        "fr": "Syrie",
        "es": "Siria",
        "ru": "Сирия Сирии Сирию",
    },
    "TR": {
        "en": "Turkey Türkiye",
        "ar": "تركيا بتركيا",
        "fa": "ترکیه",
        "ckb": "تورکیا",
        "kmr": "Tirkiye Tirkiyeyê",
        "tr": "Türkiye TÜRKİYE",
        "fr": "Turquie",
        "es": "Turquía",
        "ru": "Турция Турции",
    },
    "IR": {
        "en": "Iran",
        "ar": "إيران بإيران",
        "fa": "ایران",
        "ckb": "ئێران",
        "kmr": "Îran Îranê",
        "tr": "İran",
        "es": "Irán",
        "ru": "Иран Ирана",
    },
    "US": {"en": "U.S. USA America", "ar": "أمريكا أميركا", "fa": "آمریکا", "ckb": "ئەمریکا", "tr": "ABD", "ru": "США"},
    "AE": {"en": "UAE Emirates", "ar": "الإمارات", "fa": "امارات", "tr": "BAE", "ru": "ОАЭ"},
    "geonames:170794": {
        "en": "Deir_ez-Zor Deir_Ezzor Deir_al-Zor Deir_ez-Zour Dayr_az-Zawr",
        "ar": "دير_الزور بدير_الزور ديرالزور",
        "fa": "دیرالزور دیر_الزور",
        "ckb": "دێرەزوور دێرەزور",
        "kmr": "Dêrazor Dêrezor",
        "tr": "Deyrizor Deyrizor'da",
        "fr": "Deir_Ezzor",
        "ru": "Дейр-эз-Зор Дейр-эз-Зора Дейр-эз-Зоре",
    },
    "geonames:173377": {
        "en": "Qamishli Qamishlo Al-Qamishli",
        "ar": "القامشلي بالقامشلي",
        "fa": "قامشلی",
        "ckb": "قامیشلۆ قامشلۆ",
        "kmr": "Qamişlo Qamişloyê",
        "tr": "Kamışlı Kamışlı'da",
        "fr": "Qamichli",
        "ru": "Камышлы",
    },
    "geonames:99072": {
        "en": "Mosul",
        "ar": "الموصل بالموصل والموصل",
        "fa": "موصل",
        "ckb": "مووسڵ موسڵ",
        "kmr": "Mûsil Mûsilê",
        "tr": "Musul Musul'da",
        "fr": "Mossoul",
        "ru": "Мосул Мосула Мосуле",
    },
    "geonames:94787": {
        "en": "Kirkuk",
        "ar": "كركوك بكركوك وكركوك",
        "fa": "کرکوک كركوك",
        "ckb": "کەرکووک کەرکوک کەرکووکدا کەرکووکەوە",
        "kmr": "Kerkûk Kerkûkê",
        "tr": "Kerkük Kerkük'te",
        "fr": "Kirkouk",
        "ru": "Киркук Киркука Киркуке",
    },
    "geonames:95446": {
        "en": "Erbil Arbil",
        "ar": "أربيل اربيل",
        "fa": "اربیل",
        "ckb": "هەولێر هەولێردا",
        "kmr": "Hewlêr Hewlêrê",
        "ru": "Эрбиль Эрбиле",
    },
    "geonames:98463": {"en": "Sulaymaniyah Sulaimaniya", "ar": "السليمانية", "ckb": "سلێمانی", "tr": "Süleymaniye"},
    "geonames:448149": {
        "en": "Sinjar Shingal",
        "ar": "سنجار",
        "ckb": "شنگال",
        "kmr": "Şengal Şengalê Şingalê",
        "ru": "Синджар",
    },
    "geonames:99532": {
        "en": "Basra Al-Basrah",
        "ar": "البصرة",
        "tr": "Basra",
        "fr": "Bassora",
        "es": "Basora",
        "ru": "Басра",
    },
    "geonames:98182": {
        "en": "Baghdad",
        "ar": "بغداد ببغداد وبغداد",
        "fa": "بغداد",
        "ckb": "بەغدا بەغداد",
        "kmr": "Bexda Bexdayê",
        "tr": "Bağdat Bağdat'ta",
        "fr": "Bagdad",
        "ru": "Багдад Багдада Багдаде",
    },
    "IQ.10": {"en": "Diyala", "ar": "ديالى بديالى", "fa": "دیالی", "ckb": "دیالە", "ru": "Дияла"},
    "IQ.01": {"en": "Anbar Al-Anbar", "ar": "الأنبار", "ckb": "ئەنبار", "ru": "Анбар"},
    "IQ.15": {"en": "Nineveh Ninewa", "ar": "نينوى", "fa": "نینوا", "ckb": "نەینەوا", "fr": "Ninive"},
    "prison:ghuwayran-prison": {
        "en": "Ghuwayran_prison Ghwayran Gweiran",
        "ar": "سجن_غويران سجن_الصناعة",
        "fa": "زندان_غویران",
        "ckb": "زیندانی_غوەیران",
        "tr": "Guveyran_Cezaevi",
    },
    "prison:abu-ghraib-prison": {"en": "Abu_Ghraib_prison", "ar": "سجن_أبو_غريب", "fa": "زندان_ابوغریب"},
    "camp:al-hol-camp": {"en": "al-Hol Al-Hol_camp", "ar": "مخيم_الهول", "ckb": "کەمپی_هۆل", "tr": "El_Hol_kampı"},
    "crossing:fishkhabur-semalka": {"en": "Semalka Fishkhabur", "ar": "سيمالكا", "ckb": "سێمالکا", "kmr": "Sêmalka"},
    "crossing:torkham": {"en": "Torkham", "ar": "طورخم", "fa": "تورخم", "ur": "طورخم", "ru": "Торхам"},
    "region:hamrin-mountains": {
        "en": "Hamrin_mountains Hamrin",
        "ar": "جبال_حمرين",
        "ckb": "حەمرین",
        "tr": "Hamrin_Dağları",
    },
}
SENTENCES = {
    "en": "The group said on Monday that {} was quiet.",
    "ar": "قال المتحدث إن الوضع في {} مستقر",
    "fa": "سخنگو گفت که وضعیت در {} آرام است",
    "ckb": "وتەبێژ گوتی کە دۆخی لە {} ئارامە",
    "kmr": "Berdevk got ku rewş li {} aram e.",
    "tr": "Sözcü dün yaptığı açıklamada {} için konuştu.",
    "ur": "ترجمان نے کہا کہ {} میں صورتحال معمول پر ہے",
    "fr": "Le porte-parole a déclaré que {} restait calme.",
    "es": "El portavoz dijo que {} seguía en calma.",
    "ru": "Представитель сообщил, что {} под контролем.",
}
CASES = [
    (place, lang, spelling.replace("_", " "))
    for place, languages in VARIANTS.items()
    for lang, spellings in languages.items()
    for spelling in spellings.split()
]


def test_the_table_of_spellings_is_long_enough() -> None:
    assert len(CASES) >= 150
    assert {lang for _, lang, _ in CASES} == set(SENTENCES)


@pytest.mark.parametrize(("place", "lang", "spelling"), CASES)
def test_every_spelling_in_every_language_finds_the_place(place: str, lang: str, spelling: str) -> None:
    text = SENTENCES[lang].format(spelling)
    found = find(text, lang)
    assert [p.id for p in found] == [place]
    assert text[found[0].start : found[0].end] in spelling


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "Clashes erupted in Tripoli, the Libyan capital, on Friday.", "LY"),
        ("en", "Clashes erupted in Tripoli, Lebanon, on Friday.", "LB"),
        ("en", "The Lebanese army deployed in Tripoli after the shooting.", "LB"),
        ("ar", "انتشر الجيش اللبناني في طرابلس بعد إطلاق النار", "LB"),
        ("ar", "اشتباكات بين فصائل ليبية في طرابلس", "LY"),
        ("es", "La policía argentina detuvo a dos hombres en Córdoba.", "AR"),
        ("es", "La Guardia Civil española detuvo a dos hombres en Córdoba.", "ES"),
        ("en", "Venezuelan soldiers were attacked in Valencia.", "VE"),
        ("en", "Spanish police arrested a cell in Valencia.", "ES"),
        ("en", "Egyptian border guards were shot in Rafah, Egypt.", "EG"),
        ("en", "Palestinian medics said Rafah was shelled.", "PS"),
        ("en", "Syrian rebels shelled Hama.", "SY"),
        ("en", "A bomb went off in London.", "GB"),
    ],
)
def test_the_countries_a_text_names_decide_between_places_of_one_name(lang: str, text: str, expected: str) -> None:
    town = [place for place in find(text, lang) if place.kind == "town"]
    assert [place.country for place in town] == [expected]


def test_a_word_for_prison_makes_it_the_prison_of_that_town() -> None:
    assert ids("Des hommes armés ont attaqué la prison d'Abou Ghraib.", "fr") == ["prison:abu-ghraib-prison"]
    assert [place.kind for place in find("Gunmen attacked a market in Abu Ghraib.")] == ["town"]


def test_amman_and_oman_are_told_apart_by_their_countries() -> None:
    assert "geonames:250441" in ids("قال مسؤول أردني في عمان إن الأردن سيغلق الحدود", "ar")
    assert "OM" in ids("قالت سلطنة عمان إن مسقط تستضيف المحادثات", "ar")


@pytest.mark.parametrize(
    ("lang", "text", "province"),
    [
        ("en", "Three soldiers were killed in Kirkuk province.", "IQ.13"),
        ("en", "Three soldiers were killed in the province of Kirkuk.", "IQ.13"),
        ("ar", "قتل ثلاثة جنود في محافظة كركوك", "IQ.13"),
        ("fa", "سه سرباز در استان کرکوک کشته شدند", "IQ.13"),
        ("ckb", "سێ سەرباز لە پارێزگای کەرکووک کوژران", "IQ.13"),
        ("tr", "Şırnak ilinde üç asker öldü.", "TR.80"),
    ],
)
def test_a_word_for_province_makes_it_the_province(lang: str, text: str, province: str) -> None:
    assert ids(text, lang) == [province]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "It was a nice day and the man had a split second to see the bar of gold."),
        ("en", "The Washington Post and the New York Times reported it, Paris Hilton said."),
        ("en", "Jack London wrote novels; Michael Jordan played basketball; George Washington was a general."),
        ("en", "The Islamic State of Iraq and the Levant claimed it through Hayat Tahrir al-Sham."),
        ("en", "Tell us what us humans can do, said Chad Smith and Jordan Henderson."),
        ("en", "They ate mosul fish and turkey with rice, of all things."),
        ("ar", "قرأ الرجل خبرا عن الوضع المالي والبرج الجديد ونور القمر"),
        ("ar", "أصدر تنظيم الدولة الإسلامية في العراق والشام بيانا"),
        ("ar", "قتل مدنيون في غارة روسية وقال بيان دورية تركية"),
        ("kmr", "Ew li bajarê xwe ma."),
        ("ar", "فتح الباب القائم على الجدار وقال كلاما عظيما"),
        ("fa", "او گفت که نور برج سالم است و شام خوردند"),
        ("fa", "به گزارش خبرگزاری فارس، نیروی قدس بیانیه داد"),
        ("ckb", "ئەو گوتی کە ماڵەکەی گەورەیە و نانی خوارد"),
        ("kmr", "Wî got ku mala wî mezin e û nan xwar."),
        ("tr", "Bu güzel bir gün, van kedisi evin önünde ve bir tur attı."),
        ("tr", "Dün Ordu Komutanı ile evin önünde konuştuk, of dedi."),
        ("ur", "اس نے شام کو روٹی کھائی اور نور کو دیکھا"),
        ("fr", "Elle est nice et la tour est pleine de vin; il y a une bonne orange."),
        ("es", "El sol sale por la tarde y la paz llega al pueblo; para todos hay vino."),
        ("ru", "Он пил кофе в час и взял порт, глаз и рак."),
    ],
)
def test_ordinary_sentences_name_no_place(lang: str, text: str) -> None:
    assert [(text[place.start : place.end], place.id) for place in find(text, lang)] == []


def test_a_doubtful_name_counts_beside_a_word_for_a_place_and_with_its_country() -> None:
    assert ids("She arrived in the city of Nice, France.") == ["geonames:2990440", "FR"]
    assert "geonames:298117" in ids(
        "Van'da patlama: Türkiye'nin doğusunda, Van ilinde iki ölü.", "tr"
    ) or "TR.65" in ids("Van'da patlama: Türkiye'nin doğusunda, Van ilinde iki ölü.", "tr")
    assert "SY" in ids("شام میں حملہ", "ur")
    assert ids("شام خوردیم", "fa") == []


def test_headlines_in_capitals_and_texts_without_any_are_read() -> None:
    assert ids("GUNMEN ATTACK PRISON IN KIRKUK, TELL US MORE") == ["geonames:94787"]
    assert ids("gunmen attack a prison in kirkuk in iraq") == ["geonames:94787", "IQ"]
    assert ids("", title="Islamic State Fighters Storm Kirkuk Police Station") == ["geonames:94787"]


def test_the_title_gives_context_to_the_text() -> None:
    assert [
        p.country for p in find("Clashes erupted in Tripoli.", title="Lebanon sends its army") if p.kind == "town"
    ] == ["LB"]


def test_offsets_are_those_of_the_original_text() -> None:
    text = "خبر عاجل: «بالحَسَكَة» و دیر\u200cالزور — وكركوك."
    assert [text[p.start : p.end] for p in find(text, "ar")] == ["بالحَسَكَة", "دیر\u200cالزور", "وكركوك"]
    assert [(p.zone, p.start, p.end) for p in find("In Mosul.", title="Iraq")] == [("title", 0, 4), ("text", 3, 8)]


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=200), st.sampled_from(["en", "ar", "fa", "ckb", "kmr", "tr", "ur", "fr", "es", "ru", "und", "de"])
)
def test_any_text_is_read_without_error_and_with_offsets_inside_it(text: str, lang: str) -> None:
    last = 0
    for place in find(f"{text} Kirkuk {text}", lang):
        assert last <= place.start < place.end <= len(text) * 2 + 8
        last = place.end


@pytest.mark.parametrize("unit", ["al al al ", "Deir ez ", "و", "Al-", "New York ", "دير الزور ", "San "])
def test_two_hundred_thousand_characters_take_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        found = words(text)
        start = time.perf_counter()
        find_places([("text", text, found)], GAZETTEER, "ar" if unit > "\u0530" else "en")
        return time.perf_counter() - start

    seconds(1_000)
    assert seconds(200_000) < 20 * max(seconds(20_000), 0.005)


def test_a_watch_covers_what_lies_in_it() -> None:
    (prison,) = find("They stormed Ghuwayran prison.")
    (kirkuk,) = find("They stormed Kirkuk.")
    (crossing,) = find("Trucks wait at the Rabia crossing.")
    assert contains("SY", prison)
    assert contains("SY.01", prison)
    assert not contains("IQ", prison)
    assert contains("IQ", kirkuk)
    assert contains("IQ.13", kirkuk)
    assert contains("geonames:94787", kirkuk)
    assert contains("IQ", crossing)
    assert contains("SY", crossing)
    assert not contains("TR", crossing)


def test_ids_that_rules_may_watch_are_known() -> None:
    assert all(map(GAZETTEER.knows, ["IQ", "SY", "IQ.13", "geonames:94787", "camp:al-hol-camp"]))
    assert not GAZETTEER.knows("geonames:1")
