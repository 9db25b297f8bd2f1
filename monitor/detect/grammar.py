"""Small words and endings that say who does it and to whom, per language: data for `roles`. All folded."""

from dataclasses import dataclass

from monitor.text.fold import fold_plain

Phrase = tuple[str, ...]


def _phrases(text: str) -> frozenset[Phrase]:
    """Phrases divided by `|`, as tuples of folded words."""
    return frozenset(tuple(fold_plain(phrase).split()) for phrase in text.split("|") if phrase)


@dataclass(frozen=True, slots=True)
class Grammar:
    """What one language marks its parts with.

    `to` and `by` stand before whom it is done to and who does it, `to_after` and `by_after` behind them. `at` stands
    before a place or building where it happened. `to_endings`: endings of the word itself. `verb_last`: the object
    stands before the verb. `passive` words before a verb turn it round. `says` are verbs of speech: who says it has
    not done it. `second_hand` marks hearsay.
    """

    to: frozenset[Phrase] = frozenset()
    by: frozenset[Phrase] = frozenset()
    at: frozenset[Phrase] = frozenset()
    to_after: frozenset[Phrase] = frozenset()
    by_after: frozenset[Phrase] = frozenset()
    to_endings: tuple[str, ...] = ()
    passive: frozenset[str] = frozenset()
    says: frozenset[str] = frozenset()
    second_hand: frozenset[Phrase] = frozenset()
    verb_last: bool = False


def _grammar(
    *,
    to: str = "",
    by: str = "",
    at: str = "",
    to_after: str = "",
    by_after: str = "",
    to_endings: str = "",
    passive: str = "",
    says: str = "",
    second_hand: str = "",
    verb_last: bool = False,
) -> Grammar:
    return Grammar(
        _phrases(to),
        _phrases(by),
        _phrases(at),
        _phrases(to_after),
        _phrases(by_after),
        tuple(fold_plain(to_endings).split()),
        frozenset(fold_plain(passive).split()),
        frozenset(fold_plain(says).split()),
        _phrases(second_hand),
        verb_last,
    )


GRAMMARS: dict[str, Grammar] = {
    "en": _grammar(
        to="on|at|against|into|targeting|targets|targeted|target|hit|hits|struck|upon|towards",
        by="by|at the hands of",
        at="in|outside|inside|near|under|of",
        passive="was were been being are is be",
        says=(
            "said say says told tells warned warns warn fear fears feared announced announce denied denies deny "
            "confirmed confirms believe reported reports claimed added foil foils foiled arrest arrests arrested "
            "condemn condemns condemned accused blamed"
        ),
        second_hand="reportedly|according to|sources say|sources said|media reported|quoted|citing|unconfirmed",
    ),
    "ar": _grammar(
        to="على|ضد|استهداف|باتجاه|صوب|نحو|بحق|طال|طالت",
        by="من قبل|على يد|على ايدي|بيد|بأيدي|بواسطة|نفذه|نفذها|نفذته|نفذتها|شنه|شنها|شنته|من جانب",
        at="في|امام|قرب|داخل|خارج|من|ب",
        says=(
            "يعلن يؤكد تؤكد يقول تقول يدين أدان أدانت قال قالت أعلن أعلنت اعلنت حذر حذرت أكد أكدت نفى نفت "
            "تنفي ينفي ذكر ذكرت أفاد أفادت صرح تعلن "
            "تعتقل اعتقلت تحبط أحبطت"
        ),
        second_hand="نقلا عن|مصادر|بحسب|وفقا|أنباء عن|وسائل إعلام|غير مؤكدة",
    ),
    "fa": _grammar(
        to="به|بر|علیه|روی|بروی|ضد",
        by="توسط|به دست|بدست|از سوی|به وسیله|از جانب",
        at="در|نزدیکی|مقابل|از|مسیر|داخل|مسیر",
        to_after="را",
        says="گفته گفت گفتند اعلام هشدار تاکید تکذیب افزود خبر بازداشت دستگیر",
        second_hand="به نقل از|گزارش ها|منابع|گفته می شود|تایید نشده|به گفته",
        verb_last=True,
    ),
    "ckb": _grammar(
        to="سەر|بۆ سەر|کردە سەر|دژی|ئاراستەی",
        by="لەلایەن|لە لایەن|بەدەستی",
        at="لە|بەردەم|نزیک|ناو",
        to_after="کردە ئامانج|کردووەتە ئامانج",
        says="گوتی ڕایگەیاند ڕاگەیاند وتی هۆشداری ڕەتکردەوە ڕایانگەیاند دەڵێت دەستگیر",
        second_hand="سەرچاوەیەک|بەپێی|سەرچاوەکان",
        verb_last=True,
    ),
    "kmr": _grammar(
        to="ser|li ser|li dijî|dijî|êrîşî|bi ser|avêtin|avêt|ber bi",
        by="ji aliyê|ji hêla|bi destê",
        at="li|li ber|li nav|ji|ber|nêzî",
        says="got gotin ragihand daxuyand red diyar hişyarî",
        second_hand="li gorî|çavkanî|çavkaniyan|tê gotin",
        verb_last=True,
    ),
    "tr": _grammar(
        to_after="yönelik|hedef|hedef aldı|hedef alan|hedef alındı|karşı|saldırdı|saldıran",
        by_after="tarafından|tarafınca",
        at="",
        to_endings="istleri istlere isti iste lari leri lara lere anlari anlara ana ani",
        says="dedi söyledi açıkladı duyurdu uyardı yalanladı bildirdi belirtti engelledi gözaltına yakaladı",
        second_hand="iddiaya göre|kaynaklar|öne sürüldü|iddia edildi|göre",
        verb_last=True,
    ),
    "ur": _grammar(
        to_after="پر|کو|کے خلاف|کے باہر|کے قریب|کے اندر",
        by_after="نے|کی جانب سے|کی طرف سے|کے ہاتھوں",
        says="کہا بتایا خبردار تردید اعلان گرفتار",
        second_hand="ذرائع|کے مطابق|مبینہ",
        verb_last=True,
    ),
    "fr": _grammar(
        to="contre|sur|visant|vise|visent|ciblant|cible|à|au|aux",
        by="par",
        at="dans|devant|près|de|du|des|d|à l intérieur",
        passive="est sont été était étaient être fut furent",
        says=(
            "dit déclaré annoncé annonce averti avertit redoute redoutent craint craignent dément démentent "
            "affirme affirmé confirme confirmé déjoue arrête interpelle"
        ),
        second_hand="selon|d après|aurait|auraient|sources|non confirmé",
    ),
    "es": _grammar(
        to="contra|sobre|al|a|hacia",
        by="por|a manos de",
        at="en|frente a|cerca de|de|del|ante",
        passive="fue fueron es son sido ser está están siendo",
        says=(
            "dijo dice dijeron anunció anuncia advirtió advierte alerta alertan teme temen niega negó confirmó "
            "confirma "
            "aseguró informó frustra frustró detiene detuvo capturó"
        ),
        second_hand="según|habría|habrían|presuntamente|fuentes|supuestamente",
    ),
    "ru": _grammar(
        to="на|по|против|в сторону",
        by="со стороны|от рук|силами",
        at="у|в|во|под|около|возле|из|близ",
        passive="был была были было",
        says=(
            "сказал заявил заявила заявили сообщил сообщила сообщили предупредил предупредила опасаются опровергли "
            "опроверг опровергла подтвердил предотвратила задержала"
        ),
        second_hand="по данным|по словам|сообщается|якобы|по сообщениям|источник|источники",
    ),
}
"""Language -> its grammar."""

NO_GRAMMAR = Grammar()
