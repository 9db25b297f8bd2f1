import pytest

from monitor.detect.morphology.french import SKIPPED, forms


@pytest.mark.parametrize(
    ("word", "raw", "said"),
    [
        ("attaquer", "attaquer", "attaque attaquent attaqua attaquerent attaquee attaquees attaquant attaquaient"),
        ("egorger", "égorger", "egorge egorgea egorgeaient egorgeant"),
        ("envahir", "envahir", "envahit envahissent envahi envahie envahis envahirent"),
        ("abattre", "abattre", "abat abattent abattu abattue abattus abattirent abattra"),
        ("detruire", "détruire", "detruit detruits detruites detruisent detruisant"),
        ("prendre", "prendre", "prend prennent pris prise prit prirent"),
        ("craindre", "craindre", "craint craignent craignait"),
        ("ouvrir", "ouvrir", "ouvre ouvrent ouvert ouverts ouvrirent"),
        ("detenir", "détenir", "detient detiennent detenu detenues"),
        ("enfuir", "enfuir", "enfuit enfuient enfui enfuis enfuyant"),
        ("sortir", "sortir", "sort sortent sorti sortis"),
        ("mourir", "mourir", "meurt meurent mort morts moururent"),
        ("jeter", "jeter", "jette jettent jetees"),
    ],
)
def test_an_infinitive_stands_for_the_forms_of_news(word: str, raw: str, said: str) -> None:
    assert set(said.split()) <= forms(word, raw)


@pytest.mark.parametrize(
    ("word", "raw", "said"),
    [
        ("blesse", "blessé", "blesses blessee blessees"),
        ("policier", "policier", "policiers policiere policieres"),
        ("explosif", "explosif", "explosifs explosive explosives"),
        ("tireur", "tireur", "tireurs tireuse"),
        ("gardien", "gardien", "gardiens gardienne"),
        ("regional", "régional", "regionaux regionale"),
        ("turc", "turc", "turcs turque turques"),
        ("tir", "tir", "tirs"),
        ("feu", "feu", "feux"),
        ("pris", "pris", "prise prises"),
    ],
)
def test_nouns_and_adjectives_have_their_genders_and_plurals(word: str, raw: str, said: str) -> None:
    assert set(said.split()) <= forms(word, raw)


def test_a_noun_in_mute_e_has_no_feminine() -> None:
    assert forms("otage", "otage") == {"otage", "otages"}


@pytest.mark.parametrize("word", ["contre", "dans", "par", "p5"])
def test_small_words_stay_as_they_are(word: str) -> None:
    assert forms(word, word) == {word}


def test_articles_may_stand_in_a_phrase_but_no_word_that_says_something() -> None:
    assert {"le", "d", "des", "l"} <= SKIPPED
    assert not {"pas", "sans", "contre", "ne", "ni"} & SKIPPED


@pytest.mark.parametrize(
    ("word", "raw", "said"),
    [("la", "la", "les une leurs l"), ("d", "d", "de du des"), ("a", "à", "au aux")],
)
def test_one_article_stands_for_another(word: str, raw: str, said: str) -> None:
    assert set(said.split()) <= forms(word, raw)


def test_has_is_no_preposition() -> None:
    assert forms("a", "a") == {"a"}


def test_a_form_that_is_another_everyday_word_is_left_out() -> None:
    assert "entre" not in forms("entrer", "entrer")
    assert "coupe" not in forms("coup", "coup")
    assert "france" not in forms("franc", "franc")
