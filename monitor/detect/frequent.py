"""How many articles each term is found in: one that is found in many says little."""

from collections import Counter
from collections.abc import Iterable, Sequence

from monitor.detect.compile import compile_pack
from monitor.detect.load import LoadedList, LoadedPack
from monitor.detect.match import Matches
from monitor.detect.schema import LANGUAGES, TermEntry, Terms, WordList
from monitor.models import Document

MOST_TERMS = 5000


def articles_with(terms: Sequence[tuple[str, TermEntry]], articles: Iterable[Document]) -> list[tuple[int, int]]:
    """For each term (with its language, or `any`): in how many articles it is found, and how many there are that it is
    looked for in, those of its language."""
    lists = tuple(
        LoadedList(WordList(version=1, id=f"term-{n}", title="t", terms=Terms.model_validate({language: [entry]})), "")
        for n, (language, entry) in enumerate(terms[:MOST_TERMS])
    )
    pack = compile_pack(LoadedPack((), lists))
    found: Counter[int] = Counter()
    read: Counter[str] = Counter()
    for article in articles:
        read.update(LANGUAGES if article.lang not in LANGUAGES else (article.lang,))
        read["any"] += 1
        found.update(Matches(pack, article).mentioned)
    return [(found[pack.concepts[f"term-{n}"]], read[language]) for n, (language, _) in enumerate(terms[:MOST_TERMS])]
