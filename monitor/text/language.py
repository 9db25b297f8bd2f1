"""Which language a text is in, for choosing the terms it is matched with.

The model (py3langid) costs 100 MB, so it is loaded at first use and only once. It chooses among the languages that
feeds here are written in. Letters settle what the model confuses: Sorani, Urdu, Persian and Arabic share a script.
Very short texts are noise to it: there the feed's language decides, or nothing does (`und`).
"""

import functools
import re
from typing import Protocol, cast

UNKNOWN = "und"
_LOOKED_AT = 600
_CANDIDATES = (
    "en", "ar", "fa", "ckb", "sdh", "kmr", "ku", "tr", "ur", "fr", "es", "ru", "de", "it", "pt", "nl", "sv", "pl",
    "uk", "he", "ps", "az", "uz", "id", "hi", "bn", "zh", "ja", "ko", "el", "ro", "bg", "sr", "sw", "so", "am",
)  # fmt: skip
_SAME = {"sdh": "ckb", "ku": "kmr", "arz": "ar", "ary": "ar", "prs": "fa", "pes": "fa"}
# The normalised likelihood below which the best guess is not believed, and the share of it at which the feed's
# own language is believed instead.
_BELIEVED = 0.45
_BELIEVED_SHORT = 0.7
_SHORT = 24
_PRIOR_SHARE = 0.2

_LETTER = re.compile(r"[^\W\d_]")
_ARABIC_SCRIPT = re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_SORANI = re.compile("[ێۆڕڵ]|ە(?![\u0654])")
_URDU = re.compile("[ٹڈڑںے]|[ہھ]")
_PASHTO = re.compile("[ټډړږښڼځڅۍ]")
# Old Persian feeds write the Arabic yeh and kaf, which the model takes for Arabic or Pashto; function words tell.
_PERSIAN = re.compile(
    r"[پچژگ]|\b(?:در|از|به|که|كه|را|این|اين|آن|با|برای|براي|است|شد|شده|می|مي|های|هاي|ها|کرد|كرد|شود|تا)\b"
)
_ARABIC = re.compile(r"[ةأإ]|\b(?:[وفبك]?ال\w{2,}|لل\w{2,}|في|من|على|الى|عن|مع|هذا|هذه|بعد|قبل|كان|قال)\b")
_OWN_LETTERS = {"ckb": _SORANI, "ur": _URDU, "ps": _PASHTO}
_STANDS_OUT = 2
_KURMANJI = re.compile("[êîû]", re.IGNORECASE)
_KURMANJI_WORDS = re.compile(r"\b(?:li|ji|bi|xwe|û|wê|wî|ên|dike|kir|hate|hatin|bû|bûn|jî|ku)\b", re.IGNORECASE)
_TURKISH = re.compile("[ğıİ]|[öü]")


class _Ranker(Protocol):
    def rank(self, text: str) -> list[tuple[str, float]]: ...


def detect(text: str, prior: str | None = None) -> str:
    """The language of a text: `en ar fa ckb kmr tr ur fr es ru`, another ISO code, or `und` when it cannot be told.

    Give title and text together. `prior` is the language that the feed claims; it wins when the text leaves it open.
    """
    head = text[:_LOOKED_AT]
    letters = len(_LETTER.findall(head))
    claimed = _base(prior)
    if not letters:
        return claimed or UNKNOWN
    if len(_ARABIC_SCRIPT.findall(head)) * 2 > letters:
        by_letters = _by_arabic_letters(head)
        if by_letters:
            return by_letters
    elif _KURMANJI.search(head) and len(_KURMANJI_WORDS.findall(head)) >= 2 and not _TURKISH.search(head):
        return "kmr"
    ranking = _rank(head)
    best, share = max(ranking.items(), key=lambda item: item[1])
    if claimed and ranking.get(claimed, 0.0) >= _PRIOR_SHARE * share:
        return claimed
    if share < (_BELIEVED_SHORT if letters < _SHORT else _BELIEVED):
        return UNKNOWN
    # Persian in Arabic letters looks like these two to the model; without a trace of their own they are not believed.
    trace = {"ar": _ARABIC, "ps": _PASHTO}.get(best)
    return UNKNOWN if trace is not None and not trace.search(head) else best


def _base(code: str | None) -> str:
    """`en-US` -> `en`; an empty string for nothing."""
    base = (code or "").replace("_", "-").split("-")[0].strip().lower()
    return _SAME.get(base, base)


def _rank(text: str) -> dict[str, float]:
    """Language -> share of the likelihood; dialects counted with their language."""
    shares: dict[str, float] = {}
    for code, share in _model().rank(text):
        language = _SAME.get(code, code)
        shares[language] = shares.get(language, 0.0) + share
    return shares


def _by_arabic_letters(text: str) -> str | None:
    """The language whose own letters and small words stand out in a text of Arabic script, or None."""
    own = {code: len(marks.findall(text)) for code, marks in _OWN_LETTERS.items()}
    best = max(own, key=lambda code: own[code])
    if own[best] >= _STANDS_OUT and list(own.values()).count(own[best]) == 1:
        return best
    if any(own.values()):
        return None
    persian, arabic = len(_PERSIAN.findall(text)), len(_ARABIC.findall(text))
    if abs(persian - arabic) < _STANDS_OUT:
        return None
    return "fa" if persian > arabic else "ar"


@functools.cache
def _model() -> _Ranker:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - 100 MB, only when it is needed

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(model.labels)
    model.set_languages([code for code in _CANDIDATES if code in known])
    return cast("_Ranker", model)
