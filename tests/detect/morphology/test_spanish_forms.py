import pytest

from monitor.detect.morphology.spanish import SKIPPED, forms


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("atacar", "ataca atacan ataco atacaron atacado atacadas atacando atacara ataquen atacarlos"),
        ("fugar", "fuga fugan fugarse fugaron fugados fugandose fuguen"),
        ("cerrar", "cierra cierran cerro cerraron cerrada"),
        ("detener", "detiene detienen detuvo detuvieron detenido detenidos"),
        ("morir", "muere mueren murio murieron muerto muertos muriendo"),
        ("herir", "hiere hieren hirio hirieron herido heridas"),
        ("huir", "huye huyen huyo huyeron huyendo huido"),
        ("destruir", "destruye destruyen destruyeron destruido"),
        ("perseguir", "persigue persiguen persiguio perseguido"),
        ("abrir", "abre abren abrio abrieron abierto"),
        ("imponer", "impone imponen impuso impusieron impuesto"),
        ("producir", "produce produjo produjeron"),
        ("cruzar", "cruza cruzan cruzaron crucen"),
        ("colgar", "cuelga cuelgan cuelguen"),
        ("caer", "cae caen cayo cayeron"),
    ],
)
def test_an_infinitive_stands_for_the_forms_of_news(word: str, said: str) -> None:
    assert set(said.split()) <= forms(word, word)


@pytest.mark.parametrize(
    ("word", "raw", "said"),
    [
        ("explosion", "explosión", "explosiones"),
        ("tirador", "tirador", "tiradores tiradora"),
        ("guerrillero", "guerrillero", "guerrilleros guerrillera guerrilleras"),
        ("frances", "francés", "francesa franceses"),
        ("paz", "paz", "paces"),
        ("carcel", "cárcel", "carceles"),
    ],
)
def test_nouns_and_adjectives_have_their_genders_and_plurals(word: str, raw: str, said: str) -> None:
    assert set(said.split()) <= forms(word, raw)


def test_a_strike_is_not_the_word_for_and_a_port_is_not_a_door() -> None:
    assert forms("paro", "paro") == {"paro", "paros"}
    assert "puerta" not in forms("puerto", "puerto")


@pytest.mark.parametrize("word", ["contra", "tras", "por", "ak47"])
def test_small_words_stay_as_they_are(word: str) -> None:
    assert forms(word, word) == {word}


def test_articles_may_stand_in_a_phrase_but_no_word_that_says_something() -> None:
    assert {"el", "la", "a", "al", "de"} <= SKIPPED
    assert not {"no", "sin", "contra", "ni", "por"} & SKIPPED


@pytest.mark.parametrize(("word", "said"), [("la", "los su una"), ("de", "del"), ("a", "al")])
def test_one_article_stands_for_another(word: str, said: str) -> None:
    assert set(said.split()) <= forms(word, word)


def test_a_form_that_is_another_everyday_word_is_left_out() -> None:
    assert "entre" not in forms("entrar", "entrar")
    assert "sobre" not in forms("sobrar", "sobrar")
