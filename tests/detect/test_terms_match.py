"""Terms match the forms in which languages write them, and nothing that merely contains them."""

from collections.abc import Callable

import pytest

from monitor.detect.assess import assess
from monitor.detect.compile import Pack
from monitor.errors import RuleError
from monitor.models import Document, Hit

Compiled = Callable[..., Pack]


def found(pack: Compiled, language: str, terms: str, text: str, *, as_language: str | None = None) -> list[str]:
    """What of the text the terms matched."""
    rule = pack(f"""\
        groups: {{g: {{{language}: [{terms}]}}}}
        match: [{{name: m, any: [g], within: article, points: 60}}]
        """)
    return [
        hit.text for hit in hits(rule, Document("", text, as_language or ("en" if language == "any" else language)))
    ]


def hits(pack: Pack, document: Document) -> tuple[Hit, ...]:
    assessments = assess(document, pack, now=None, ignored=True)
    return assessments[0].reasons[0].hits if assessments else ()


MATCH = [
    ("en", "attack", "They attacked at dawn", "attacked"),
    ("en", "attack", "ATTACKS", "ATTACKS"),
    ("en", "plan", "men planning it", "planning"),
    ("en", "city", "two cities", "cities"),
    ("en", "storm", "Gunmen ѕtоrm jail", "ѕtоrm"),
    ("en", "storm", "gunmen s\u200btorm it", "s\u200btorm"),
    ("en", "car bomb", "two car bombs", "car bombs"),
    ("en", "car bomb", "a car-bomb", "car-bomb"),
    ("en", "shoot-out", "the shootout ended", "shootout"),
    ("en", "Islamic State", "an Islamic\nState cell", "Islamic\nState"),
    ("en", "escap*", "an escapee", "escapee"),
    ("en", "suicid* bomb*", "a suicidal bomber", "suicidal bomber"),
    ("en", "'{term: IS, exact: true}'", "IS fighters came", "IS"),
    ("ar", "سجن", "وبالسجن المركزي", "وبالسجن"),
    ("ar", "سجن", "للسجن", "للسجن"),
    ("ar", "هجوم", "وهجومهم الكبير", "وهجومهم"),
    ("ar", "خلية", "وخليتهم", "وخليتهم"),
    ("ar", "يهاجم", "سيهاجم المدينة", "سيهاجم"),
    ("ar", "سِجْن", "ســجن", "ســجن"),
    ("ar", "هجوم مسلح", "الهجوم المسلح", "الهجوم المسلح"),
    ("fa", "گروه تروریستی", "گروه‌های تروریستی", "گروه‌های تروریستی"),
    ("fa", "گروه تروریستی", "گروه های تروريستي", "گروه های تروريستي"),
    ("fa", "پیش‌مرگه", "پیشمرگه آمد", "پیشمرگه"),
    ("fa", "نیرو", "نیروهای مرزی", "نیروهای"),
    ("tr", "cezaevi", "cezaevinden kaçtı", "cezaevinden"),
    ("tr", "saldırı", "SALDIRILARDA öldü", "SALDIRILARDA"),
    ("ckb", "سنوور", "نزیک سنوورەکان", "سنوورەکان"),
    ("ckb", "دەوڵەت", "ده‌وڵه‌ت", "ده‌وڵه‌ت"),
    ("kmr", "êrîş", "êrîşên giran", "êrîşên"),
    ("ur", "حملہ", "دو حملوں میں", "حملوں"),
    ("fr", "évasion", "des ÉVASIONS", "ÉVASIONS"),
    ("es", "atacar", "atacaron la cárcel", "atacaron"),
    ("ru", "тюрьма", "в тюрьме", "тюрьме"),
    ("any", "داعش", "وداعش", "وداعش"),
]


@pytest.mark.parametrize(("language", "terms", "text", "expected"), MATCH)
def test_a_term_matches_the_forms_of_its_language(
    pack: Compiled, language: str, terms: str, text: str, expected: str
) -> None:
    as_language = "ar" if language == "any" else None
    assert found(pack, language, terms.strip("'"), text, as_language=as_language) == [expected]


NO_MATCH = [
    ("en", "jail", "the jailbird sang"),
    ("en", "escap*", "landscape"),
    ("en", "bombed", "a bomb"),
    ("en", "{term: IS, exact: true}", "it is late"),
    ("en", "{term: IS, exact: true}", "THE WAR IS LONG AND NOBODY KNOWS WHY IT GOES ON"),
    ("en", "{term: May, exact: true}", "Mays"),
    ("en", "Islamic State", "He is Islamic. State law applies"),
    ("ar", "سجن", "سجنجل"),
    ("ar", "عين", "تعيين"),
    ("ar", "الدولة", "دولة"),
    ("fa", "مرز", "رمز"),
]


@pytest.mark.parametrize(("language", "terms", "text"), NO_MATCH)
def test_a_term_does_not_match_what_only_looks_like_it(pack: Compiled, language: str, terms: str, text: str) -> None:
    assert found(pack, language, terms, text) == []


def test_an_article_is_matched_with_its_language_and_unknown_ones_with_all(pack: Compiled) -> None:
    rule = pack("""\
        groups: {g: {en: [bomb], fr: [attentat], any: [ISIS]}}
        match: [{name: m, any: [g], within: article, points: 60}]
        """)
    seen = {
        lang: [bool(hits(rule, Document("", word, lang))) for word in ("bomb", "attentat", "ISIS")]
        for lang in ("en", "fr", "de", "und")
    }
    assert seen == {
        "en": [True, False, True],
        "fr": [False, True, True],
        "de": [True, True, True],
        "und": [True, True, True],
    }


def test_offsets_are_those_of_the_input_also_when_both_parts_are_of_one_file(pack: Compiled) -> None:
    rule = pack("""\
        groups: {g: {en: [bomb]}}
        match: [{name: m, any: [g], within: article, points: 60}]
        """)
    file = "A b\u200bomb fell\n\nand more"
    (hit,) = hits(rule, Document("A b\u200bomb fell", "and more", "en", title_at=0, text_at=14))
    assert (hit.zone, file[hit.start : hit.end]) == ("title", "b\u200bomb")
    (hit,) = hits(rule, Document("Nothing", "the bomb", "en", text_at=100))
    assert (hit.zone, hit.start, hit.end, hit.text) == ("text", 104, 108, "bomb")


def test_a_term_counts_only_in_the_zones_it_names(pack: Compiled) -> None:
    rule = pack("""\
        groups:
          g:
            en: [{term: strike, in: title}, {term: raid, in: [lead]}, {term: video, in: url}]
        match: [{name: m, any: [g], within: article, points: 60}]
        """)
    late = "word " * 80 + "raid"
    assert hits(rule, Document("Strike", "", "en"))
    assert not hits(rule, Document("", "strike", "en"))
    assert hits(rule, Document("", "a raid", "en"))
    assert not hits(rule, Document("", late, "en"))
    assert hits(rule, Document("", "", "en", url="https://news.example/video/1"))
    assert not hits(rule, Document("video", "video", "en"))


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"/\b\d+ (killed|dead)\b/", "about 12 Killed, 13 dead", ["12 Killed"]),
        (r"/\bسجن\b/", "في سِجْن كبير", ["سِجْن"]),
        (r"/\w+evi\b/", "büyük CEZAEVİ", ["CEZAEVİ"]),
        (r"/\bسجن\b/", "سجون", []),
    ],
)
def test_an_expression_knows_the_words_of_every_script(
    pack: Compiled, pattern: str, text: str, expected: list[str]
) -> None:
    assert found(pack, "any", f"'{pattern}'", text) == expected


def test_an_article_of_an_unknown_language_is_read_with_the_terms_of_all_languages_and_names(pack: Compiled) -> None:
    rule = pack("""\
        groups: {g: {any: [Zenobia], en: [ambush], tr: [pusu]}}
        match: [{name: m, any: [g], within: article, points: 60}]
        """)
    words = ["Zenobia", "ambush", "pusu"]
    told = {
        lang: [word for word in words if hits(rule, Document("", word, lang))] for lang in ("und", "en", "tr", "ru")
    }
    assert told == {"und": words, "en": ["Zenobia", "ambush"], "tr": ["Zenobia", "pusu"], "ru": ["Zenobia"]}


@pytest.mark.parametrize("term", ["ـ", "ـــ ـ"])
def test_a_term_of_which_folding_leaves_nothing_is_refused(pack: Compiled, term: str) -> None:
    with pytest.raises(RuleError, match="can never match"):
        pack(f"""\
            groups: {{g: {{ar: [{term}]}}}}
            match: [{{name: m, any: [g], within: article, points: 60}}]
            """)
