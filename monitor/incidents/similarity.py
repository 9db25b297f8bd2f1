"""How alike the words of two reports are, from signatures small enough to keep with every report.

A signature holds the weightiest words of title and lead as hashes with weights. Words are folded, stripped of the
Arabic article and cut to a stem-like prefix, so that inflections and spellings meet; function words do not count.
Two texts in different languages share only names and numbers: likeness says little there, and nothing here guesses.
"""

import math
import struct
import zlib
from collections.abc import Iterable, Mapping
from itertools import islice

from monitor.text.fold import fold_plain
from monitor.text.tokens import tokenise

VERSION = 1
LEAD_CHARS = 1200
LEAD_TOKENS = 150
KEPT = 96
STEM_CHARS = 5
TITLE_FACTOR = 2
# Within cased scripts a capital marks a name, and names tell events of one kind apart. Capitals-only words say nothing.
NAME_BONUS = 4
HEADLINE_NAME = (1 + NAME_BONUS) * TITLE_FACTOR
"""The weight from which a word is a name of the title: nothing else weighs as much."""
LONG_HEADLINE_WORD = 3 * TITLE_FACTOR
"""The weight of a longer word of the title by which no rule knows the topic."""
# A number is a toll, an age or a date: worth something, but reports of one event disagree about it.
NUMBER_WEIGHT = 1
_HEADER = struct.Struct("<BBf")
_ARTICLES = ("وال", "بال", "فال", "كال", "ال", "لل")
# English, French, Spanish, Turkish, Kurmanji, Russian, Arabic, Persian, Sorani, Urdu.
_FUNCTION_WORDS_BY_LINE = """
the and for that with from have has had was were are its his her their they them this these those who whom which
what when where will would could been being but not also said says say after before over into about more than other
les des une dans pour par sur avec est sont ont que qui aux son ses leur pas plus cette ces été mais après
los las una unos del por para con que sus como mas pero este esta fue han sido ser entre sobre
bir ile için olarak olan daha gibi kadar sonra göre ancak ama çok dedi etti oldu
xwe wan ku bi ji li jî dike kir hat hate kirin
это что как для его при они был была были или также после
من في على الى إلى عن مع ان أن هذا هذه التي الذي كان كانت قال قالت بعد قبل خلال بين كما حيث وقد تم او ما لا
از به در با را که این آن برای است بود شد شده می کرد کرده خود تا بر هم یا نیز گفت های
له بۆ و کە لە ئەم ئەو بە کرد دەکات بوو
کے کی کا میں سے نے کو پر اور ہے ہیں تھا تھے کہ یہ وہ
"""
_FUNCTION_WORDS = frozenset(fold_plain(_FUNCTION_WORDS_BY_LINE).split())


def word_weights(title: str, text: str, topical: Iterable[str] = ()) -> tuple[dict[int, int], float]:
    """The weightiest words of a report as hashes with weights, and the length of that vector. `topical` are the
    passages by which rules know the topic: their words, which all events of the topic share, count a third."""
    common = {_key(token.text) for token in tokenise("\n".join(topical))}
    weights: dict[int, int] = {}
    for factor, part in ((TITLE_FACTOR, title), (1, text[:LEAD_CHARS])):
        for token in islice(tokenise(part), LEAD_TOKENS):
            weight = _weight(token.text)
            if weight and part[token.start].isupper() and not part[token.start : token.end].isupper():
                weight += NAME_BONUS
            if weight:
                key = _key(token.text)
                worth = weight * factor
                weights[key] = max(weights.get(key, 0), worth if key not in common else max(1, worth // 3))
    kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:KEPT]
    return dict(kept), math.sqrt(sum(weight * weight for _, weight in kept)) or 1.0


def pack_words(weights: Mapping[int, int], length: float) -> bytes:
    """Weighted words as at most 486 bytes."""
    keys = struct.pack(f"<{len(weights)}I", *weights)
    return _HEADER.pack(VERSION, len(weights), length) + keys + bytes(weights.values())


def unpack_words(packed: bytes) -> tuple[dict[int, int], float, bytes]:
    """What `pack_words` packed, and the bytes behind it; nothing, of length 1, for bytes of another version."""
    if len(packed) < _HEADER.size:
        return {}, 1.0, b""
    version, count, length = _HEADER.unpack_from(packed)
    end = _HEADER.size + 5 * count
    if version != VERSION or len(packed) < end or not length > 0:
        return {}, 1.0, b""
    keys = struct.unpack_from(f"<{count}I", packed, _HEADER.size)
    return dict(zip(keys, packed[end - count : end], strict=True)), length, packed[end:]


def likeness(a: Mapping[int, int], a_length: float, b: Mapping[int, int], b_length: float) -> float:
    """How alike two vectors of words are, 0 (nothing in common) to 1 (the same words)."""
    if len(a) > len(b):
        a, b = b, a
    return min(1.0, sum([weight * b[key] for key, weight in a.items() if key in b]) / (a_length * b_length))


def _key(word: str) -> int:
    return zlib.crc32(_stem(word).encode("utf-8", "replace"))


def _stem(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            word = word[len(article) :]
            break
    return word[:STEM_CHARS]


def _weight(word: str) -> int:
    """Long words are rarer and say more; an uncased short word of a dense script counts like a longer Latin one."""
    if word.isdigit():
        return NUMBER_WEIGHT
    if word in _FUNCTION_WORDS:
        return 0
    length = len(word) + (0 if word.isascii() else 1)
    if length < 3:
        return 0
    return 2 if length < 5 else 3
