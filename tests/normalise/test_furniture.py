from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.normalise.furniture import find_furniture, mask, strip
from monitor.normalise.phrases import TABLES

PROSE = (
    "Security forces closed the road to the border town on Monday after gunmen opened fire on a patrol.",
    "Two officers were wounded and taken to a hospital in the provincial capital, the ministry said.",
    "The army sent reinforcements to the area and imposed a curfew until further notice.",
)
BODY = "\n".join(PROSE)


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "Select Page",
        "Read more »",
        "SHARE THIS:",
        "Back to top button",
        "Media ID: 4711",
        "Source: Local Press Agency",
        "Published: March 3, 2024 10:30",
        "March 3, 2024, 10:30 am",
        "Home » World » Middle East",
        "By Jane Example",
        "(Photo by A. Nother/AFP via Getty Images)",
        "We use cookies to improve your visit",
        "Copyright © 2025 The Paper",
        "کد خبر: ۱۲۳۴۵",
        "كد مطلب : 555",
        "تاریخ انتشار : شنبه ۹ ارديبهشت ۱۳۹۶ ساعت ۰۸:۳۰",
        "منبع : خبرگزاری محلی",
        "شنبه ۹ اردیبهشت ۱۳۹۶",
        "المصدر: وكالات",
        "لن يتم نشر عنوان بريدك الإلكتروني.",
        "لێدوانێک بنووسە",
        "Çavkanî: Ajans",
        "Kaynak: Ajans",
        "E-posta hesabınız yayımlanmayacak.",
        "یہ بھی پڑھیں",
        "Publié le 3 mars 2024 à 10:15",
        "Deja una respuesta",
        "Источник: агентство",
        "Читайте также",
        "Article réservé aux abonnés",
        "Crédits photo : Agence locale",
        "À lire ensuite",
        "La suite après cette publicité",
        "Vous devez être connecté pour laisser un commentaire.",
        "Recevez chaque matin l'essentiel de l'actualité",
        "Lea además: Hallan restos de un barco en el puerto",
        "Le recomendamos",
        "Foto: Cortesía",
        "Únete al canal de noticias",
        "Prohibida la reproducción total o parcial de este contenido",
        "Escuchar nota",
        "Нашли опечатку? Выделите её и нажмите Ctrl+Enter",
        "Подписывайтесь на наш канал в мессенджере",
        "Версия для печати",
        "Сюжет: Обстановка на границе",
        "Новости партнёров",
        "یہ بھی پڑھیے",
        "اپنا تبصرہ بھیجیں",
        "فوٹو: فائل",
        "ویب ڈیسک",
        "ضروری خانوں کو * سے نشان زد کیا گیا ہے",
    ],
)
def test_furniture_goes_and_the_article_stays(line: str) -> None:
    assert strip(f"{line}\n{BODY}") == BODY
    assert strip(f"{BODY}\n\n{line}") == "\n".join(PROSE)


@pytest.mark.parametrize(
    "prose",
    [
        "Read more carefully, the report says that gunmen crossed the border twice.",
        "Leave a reply unanswered and the militants will storm the jail, the commander told reporters on Sunday.",
        "Source: officials said that three bombs went off near the market and that many people were killed there.",
        "Share this country with us or we will fight, the leader of the armed group said in a recording.",
        "Photo studios in the city were set on fire during the riots.",
        "By Monday evening the army had retaken the town.",
        "منبع این خبر یک مقام امنیتی است که گفت مهاجمان از مرز عبور کرده‌اند.",
        "Gunmen storm prison and free fighters",
        "Sources: gunmen storm prison",
        "Updated: 9 killed in prison attack",
        "« The Paper » dreams of « The Magazine » in French",
        "داعش تهاجم سجن غويران",
        "Kaynak bölgelerinde çatışma çıktı.",
        "Recevez chaque homme comme un frère, mais craignez l'armée, avait dit le chef rebelle à ses combattants.",
        "Sources : des hommes armés attaquent la prison centrale",
        "Mise à jour : 9 morts dans l'attaque du camp",
        "Par ailleurs, trois soldats ont été tués dans une embuscade.",
        "Suite à l'attaque de la prison, le couvre-feu a été décrété.",
        "Por otra parte, la guerrilla dinamitó el oleoducto.",
        "Fuentes: sicarios atacan el penal y liberan a seis reos",
        "Destacadas unidades del Ejército cruzaron la frontera tras el ataque.",
        "Actualizado: 12 muertos en la emboscada",
        "Ранее боевики напали на заставу и ушли в горы.",
        "Видео: боевики напали на заставу у реки",
        "Видео нападения распространила группировка, взявшая на себя ответственность за взрыв.",
        "Следите за границей, приказал командир отряда и отправил двоих бойцов к реке, рассказал пленный на допросе.",
        "Использование материалов взрывного действия подтвердила экспертиза, а в гараже нашли ещё два устройства.",
        "تازہ ترین حملے میں چار اہلکار ہلاک ہوگئے۔",
        "ذرائع: مسلح افراد نے جیل پر حملہ کر دیا",
        "جواب دیں گے، کمانڈر نے دھمکی دی اور کہا کہ حملے جاری رہیں گے۔",
    ],
)
def test_prose_that_uses_such_words_is_left_alone(prose: str) -> None:
    assert find_furniture(prose) == []
    assert strip(f"{prose}\n{BODY}").startswith(prose)


def test_headlines_after_a_comment_form_are_not_the_article() -> None:
    page = f"{BODY}\n\nLeave a Reply\n\nBomb kills nine in the capital\n\nBank sells bonds worth 5,000"
    assert strip(page) == "\n".join(PROSE)


def test_headlines_under_a_heading_go_until_prose_begins_again() -> None:
    page = f"{PROSE[0]}\nRelated articles\nBomb kills nine in the capital\n{PROSE[1]}"
    assert strip(page) == f"{PROSE[0]}\n{PROSE[1]}"


def test_loose_headlines_at_the_end_of_a_page_go_but_a_list_stays() -> None:
    headlines = "Bomb kills nine in the capital\nBank sells new bonds to investors"
    assert strip(f"{BODY}\n{headlines}") == "\n".join(PROSE)
    assert strip(f"{BODY}\nThe attacks of the week:\n{headlines}").endswith(headlines)


def test_a_short_text_without_full_stops_is_not_taken_for_headlines() -> None:
    text = "Gunmen storm the jail in the north\nDozens of fighters are said to be free\nThe army closes all roads"
    assert strip(text) == text


@pytest.mark.parametrize(
    "tail",
    [" Read more", " Continue reading →", " [...] Read more »", " The post Jail attack appeared first on Local News."],
)
def test_what_software_adds_to_a_summary_goes(tail: str) -> None:
    assert strip(PROSE[0] + tail) == PROSE[0]


def test_every_phrase_of_every_language_is_furniture_by_itself() -> None:
    for table in TABLES.values():
        for field in ("lines", "forms", "teasers"):
            for phrase in getattr(table, field).split("|"):
                assert find_furniture(f"{phrase}\n{BODY}"), phrase


@given(
    st.lists(st.sampled_from([*PROSE, "Leave a Reply", "Source: X", "x", "", "Bomb kills nine in town", "a\rb\x0b"]))
)
def test_masking_keeps_every_offset(lines: list[str]) -> None:
    text = "\n".join(lines)
    masked = mask(text)
    assert len(masked) == len(text)
    assert all(new in {old, " "} for old, new in zip(text, masked, strict=True))
    spans = find_furniture(text)
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
