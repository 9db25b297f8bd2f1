"""Languages are told apart by letters, small words and the model; a short text leaves the choice to the feed."""

import subprocess
import sys

import pytest

from monitor.text.language import detect

SAMPLES = {
    "en": "The guards of the northern post said that nobody had crossed the river during the night.",
    "ar": "قال حراس المخفر الشمالي إن أحدا لم يعبر النهر خلال الليل وإن الطريق بقي مغلقا.",
    "fa": "نگهبانان پاسگاه شمالی گفتند که در طول شب هیچ کس از رودخانه عبور نکرده است.",
    "ckb": "پاسەوانانی بنکەی باکوور ڕایانگەیاند کە بە درێژایی شەو کەس لە ڕووبارەکە نەپەڕیوەتەوە.",
    "kmr": "Nobedarên qereqola bakur gotin ku bi şev kes ji çem derbas nebûye û rê girtî maye.",
    "tr": "Kuzeydeki karakolun nöbetçileri gece boyunca kimsenin nehri geçmediğini söyledi.",
    "ur": "شمالی چوکی کے محافظوں نے کہا کہ رات کے دوران کسی نے دریا پار نہیں کیا اور سڑک بند رہی۔",
    "fr": "Les gardes du poste nord ont dit que personne n'avait franchi la rivière pendant la nuit.",
    "es": "Los guardias del puesto del norte dijeron que nadie había cruzado el río durante la noche.",
    "ru": "Охранники северного поста сообщили, что ночью никто не переходил реку и дорога закрыта.",
}


@pytest.mark.parametrize("language", SAMPLES)
def test_each_of_the_ten_languages_is_known(language: str) -> None:
    assert detect(SAMPLES[language]) == language


def test_persian_written_with_arabic_letters_is_persian() -> None:
    assert detect(SAMPLES["fa"].replace("ی", "ي").replace("ک", "ك")) == "fa"


@pytest.mark.parametrize("text", ["", "   ", "12:30 — 45%", "👍👍"])
def test_a_text_without_letters_is_unknown_or_what_the_feed_says(text: str) -> None:
    assert detect(text) == "und"
    assert detect(text, prior="tr-TR") == "tr"


def test_one_word_leaves_the_choice_to_the_feed() -> None:
    assert detect("Information") == "und"
    assert detect("Information", prior="fr") == "fr"


def test_the_feed_does_not_overrule_a_plain_text_of_another_language() -> None:
    assert detect(SAMPLES["ru"], prior="en") == "ru"
    assert detect(SAMPLES["ckb"], prior="ar") == "ckb"


def test_the_model_is_not_loaded_before_it_is_needed() -> None:
    program = "import sys, monitor.text.language; sys.exit('py3langid' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
