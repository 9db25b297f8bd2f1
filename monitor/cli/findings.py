"""What only shows when configuration, rules and stored articles are looked at together."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from monitor.config import Config
from monitor.detect.frequent import articles_with
from monitor.detect.lint import languages_of
from monitor.detect.load import LoadedPack
from monitor.detect.schema import LANGUAGES, TermEntry, Terms
from monitor.detect.termlint import each_term
from monitor.errors import Problem, StoreError
from monitor.models import Document
from monitor.yamlfile import Loc, YamlDocument, read

SAMPLE = 400
"""How many stored articles are looked at: enough to see a share of 5%, and read in a second or two."""
FEWEST = 100
"""Of fewer articles of a language nothing is said."""
SHARE = 0.05


def unheard_languages(config: Config, pack: LoadedPack) -> Iterator[Problem]:
    """Languages in which feeds are read and no rule has terms."""
    spoken = Counter(feed.language.partition("-")[0] for feed in config.feeds if feed.language)
    lists = {each.words.id: each.words for each in pack.lists}
    heard = {language for each in pack.rules for language in languages_of(each.rule, lists, LANGUAGES)}
    unheard = [language for language in spoken if language not in heard]
    document = read(config.path) if unheard else None
    for language in unheard:
        if document is not None:
            feeds = "1 feed is" if spoken[language] == 1 else f"{spoken[language]} feeds are"
            text = f"{feeds} in {language!r}, and no rule has terms in it; write some under `{language}:` in a list"
            if language not in LANGUAGES:
                text = f"{feeds} in {language!r}, which rules cannot speak (they know {', '.join(LANGUAGES)})"
            yield Problem(document.path, *_of_language(document, language), text, "unheard-language", "warning")


def _of_language(document: YamlDocument, language: str) -> tuple[int, int]:
    feeds = document.data.get("feeds") if isinstance(document.data, dict) else None
    listed = feeds.get("list") if isinstance(feeds, dict) else None
    for number, feed in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(feed, dict) and str(feed.get("language", "")).partition("-")[0] == language:
            return document.value_position(("feeds", "list", number, "language"))
    return document.position(("feeds",))


def frequent_terms(data: Path, pack: LoadedPack, folders: Sequence[Path]) -> Iterator[Problem]:
    """Terms of these folders that are found in more than one of twenty articles stored last."""
    own = list(_own_terms(pack, folders))
    if not own or not data.is_dir():
        return
    from monitor.store import articles  # noqa: PLC0415 - a third of a second that most checks need not wait
    from monitor.store.database import open_reader  # noqa: PLC0415 - as above

    try:
        with open_reader(data) as db:
            stored = articles.newest(db, SAMPLE)
    except StoreError:
        return
    if len(stored) < FEWEST:
        return
    documents = [Document(title, text, lang) for title, text, lang in stored]
    counts = articles_with([(language, entry) for _, _, language, entry in own], documents)
    read_files: dict[str, YamlDocument] = {}
    for (file, loc, _, entry), (found, of) in zip(own, counts, strict=False):
        if of >= FEWEST and found > of * SHARE:
            document = read_files.get(file) or read_files.setdefault(file, read(Path(file)))
            text = f"{entry.term!r} is found in {found} of the last {of} articles; alone it says little"
            yield Problem(file, *document.value_position(loc), text, "frequent-term", "warning")


def _own_terms(pack: LoadedPack, folders: Sequence[Path]) -> Iterator[tuple[str, Loc, str, TermEntry]]:
    """File, place, language and term of what stands in these folders."""
    written: list[tuple[str, Loc, Terms]] = [(each.file, ("terms",), each.words.terms) for each in pack.lists]
    written += [(one.file, ("groups", name), group) for one in pack.rules for name, group in one.rule.groups.items()]
    written += [(one.file, ("groups", name), g) for one in pack.filters for name, g in one.filter.groups.items()]
    roots = [folder.resolve() for folder in folders]
    for file, loc, terms in written:
        if any(Path(file).resolve().is_relative_to(root) for root in roots):
            for language, number, entry in each_term(terms):
                yield file, (*loc, language, number), language, entry
