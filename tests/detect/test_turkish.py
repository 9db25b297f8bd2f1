"""Turkish endings: what a term stands for, and what it must not stand for."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.detect.assess import assess
from monitor.detect.compile import Pack
from monitor.detect.morphology.turkish import forms
from monitor.models import Document
from monitor.text.fold import fold_plain

Compiled = Callable[..., Pack]


def forms_of(term: str) -> set[str]:
    return forms(fold_plain(term), term)


NOUNS = [
    ("saldırı", "saldırıyı saldırıya saldırıda saldırıdan saldırının saldırıyla saldırıdaki saldırılar saldırılarda"),
    ("saldırı", "saldırısı saldırısını saldırısında saldırısıyla saldırıları saldırılarının saldırılarında saldırımız"),
    ("asker", "askere askerler askerlere askerlerce askerimiz askerimize askerlerimizi askerinin"),
    ("polis", "polisten polise polisler polisince polisimiz"),
    ("silah", "silahla silahı silahlar silahların"),
    ("güç", "gücü güçler güçlerine güçlerince güçlerimiz"),
    ("grup", "grubu grubun gruba gruplar gruptan"),
    ("izin", "izni iznin izne izinler izinleri"),
    ("petrol", "petrole petrolü petrolün"),
    ("cezaevi", "cezaevine cezaevinde cezaevinden cezaevindeki cezaevleri cezaevlerinde"),
    ("örgütü", "örgütünün örgütüne örgütünce örgütleri örgütlerinin"),
    ("kapısı", "kapısında kapısına kapıları kapılarından"),
    ("uçağı", "uçağının uçakları uçaklarıyla"),
    ("hattı", "hattına hattında hatları hatlarına"),
    ("ordu", "ordusu orduya ordunun ordusunun"),
    ("çatışma", "çatışmada çatışmalar çatışmalarda çatışmanın çatışması çatışmasında"),
]
VERBS = [
    (
        "saldırdı",
        "saldıran saldırdığı saldırıyor saldıracak saldırmaya saldırması saldırarak saldırmış saldırabileceği",
    ),
    ("patladı", "patlayan patlayınca patlaması patlamasında patlıyor patlamıştı patlarken patlayacak patladığını"),
    ("kaçtı", "kaçan kaçarken kaçıp kaçtığı kaçtıkları kaçanlar kaçmaya kaçıyor"),
    ("düzenlendi", "düzenlenen düzenlenecek düzenlenmesi düzenleniyor düzenlendiğini düzenlenerek düzenlenmişti"),
    ("saldırmak", "saldırdı saldırıldı saldırılan saldıranlar"),
    ("düzenlemek", "düzenledi düzenleyen düzenliyor düzenlendi düzenlenen düzenlenmesi"),
    ("almak", "aldı alan alındı alınan alınması alınarak alındığı"),
    ("etmek", "etti eden ediyor edildi edilen edilmesi ederek ettiğini"),
    ("öldürmek", "öldürdü öldüren öldürüldü öldürülen öldürülenlerin öldürülmesi öldürüldüğünü öldürüyor"),
    ("toplamak", "topluyor topladı toplandı toplanan"),
    ("kaçırmak", "kaçırdı kaçırıldı kaçırılan kaçırılanlar kaçıranlar kaçırması"),
]


@pytest.mark.parametrize(("term", "texts"), NOUNS + VERBS)
def test_a_term_stands_for_its_inflected_forms(term: str, texts: str) -> None:
    assert {fold_plain(text) for text in texts.split()} - forms_of(term) == set()


@pytest.mark.parametrize(
    ("term", "texts"),
    [
        ("saldırmak", "saldırmadı saldırmayan saldırmayacak saldırmamış"),
        ("patladı", "patlamadı patlamayan patlamamış"),
        ("sınır", "sınırlı sınırsız sınırlama sınıf"),
        ("ölüm", "olumlu olumsuz olumluydu"),
        ("ordu", "ordan oran orarak"),
        ("hattı", "hatan hatacak"),
        ("kaçtı", "kaçınma"),
    ],
)
def test_denials_and_other_words_are_not_forms(term: str, texts: str) -> None:
    assert {fold_plain(text) for text in texts.split()} & forms_of(term) == set()


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("gözaltına almak", "Üç kişi gözaltına alındı.", "gözaltına alındı"),
        ("gözaltına almak", "GÖZALTINA ALINAN ŞÜPHELİLER", "GÖZALTINA ALINAN"),
        ("terör örgütü", "terör örgütünün yöneticileri", "terör örgütünün"),
        ("terör saldırısı", "Terör saldırılarında yüz kişi", "Terör saldırılarında"),
        ("PKK hücresi", "PKK'nın hücresine baskın", "PKK'nın hücresine"),
        ("Irak sınırı", "Irak’ın sınırında bekliyorlar", "Irak’ın sınırında"),
        ("El Kaide", "El Kaide'nin lideri", "El Kaide"),
        ("bomba yüklü araç", "BOMBA YÜKLÜ ARACI patlattılar", "BOMBA YÜKLÜ ARACI"),
        ("saldiri", "Karakola saldırıda", "saldırıda"),
        ("saldırı", "karakola saldirida", "saldirida"),
    ],
)
def test_phrases_are_found_as_news_writes_them(pack: Compiled, term: str, text: str, expected: str) -> None:
    rule = pack(f"""\
        groups: {{g: {{tr: [{term}]}}}}
        match: [{{name: m, any: [g], within: article, points: 60}}]
        """)
    assessments = assess(Document("", text, "tr"), rule, now=None, ignored=True)
    assert [hit.text for each in assessments for hit in each.reasons[0].hits] == [expected]


def test_a_name_in_capitals_takes_no_endings_of_its_own() -> None:
    assert forms("tsk", "TSK") == {"tsk"}


@given(st.text(alphabet="abcçdefgğhıijklmnoöprsştuüvyzâîûIİ", min_size=1, max_size=14))
def test_every_form_is_a_folded_word_and_their_number_is_bounded(term: str) -> None:
    found = forms_of(term)
    assert fold_plain(term) in found
    assert len(found) < 300
    assert all(fold_plain(form) == form for form in found)
