"""A toll that rises is read as the new number, whatever stands between; a correction of it can then be told."""

import pytest

from monitor.detect.assess import assess
from monitor.detect.compile import Pack, compile_pack
from monitor.detect.excerpt import excerpt
from monitor.detect.load import default_pack_folder, load_pack
from monitor.models import Document

RISEN = [
    ("en", "Death toll from Kirkuk market car bomb in Iraq rises to 27"),
    ("en", "Kirkuk car bomb: death toll rises from 3 to 27"),
    ("en", "Iraq revises death toll of Kirkuk car bomb to 27 from 31"),
    ("en", "Toll in Kirkuk car bombing climbs to 27"),
    ("en", "Correction: Kirkuk car bomb killed 27, not three"),
    ("ar", "ارتفاع عدد قتلى تفجير كركوك من 3 إلى 27"),
    ("fr", "Attentat de Kirkouk : le bilan passe de 3 à 27 morts"),
    ("es", "Sube de 3 a 27 la cifra de muertos por el coche bomba en Kirkuk"),
    ("ru", "Число погибших при взрыве бомбы в Киркуке выросло до 27"),
    ("ru", "Число погибших при взрыве бомбы в Киркуке выросло с 3 до 27"),
]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return compile_pack(excerpt(load_pack([default_pack_folder()]), ["bombing", "armed-attack"]))


def toll(pack: Pack, lang: str, title: str) -> str | None:
    found = assess(Document(title, "", lang), pack, now=None, ignored=True)
    return next((one.slots["toll"] for one in found if one.slots.get("toll")), None)


@pytest.mark.parametrize(("lang", "title"), RISEN)
def test_a_risen_toll_is_the_new_number(pack: Pack, lang: str, title: str) -> None:
    assert toll(pack, lang, title) == "27 killed"


def test_a_toll_on_a_road_counts_nobody(pack: Pack) -> None:
    assert toll(pack, "en", "Toll booth bombed near Kirkuk as truck count rises to 27") is None
