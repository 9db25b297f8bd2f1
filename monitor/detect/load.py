"""Folders of rules and lists -> a LoadedPack, or every mistake in all of them at once."""

import gc
import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel

from monitor import yamlfile
from monitor.detect.behind import Behind, Kind, in_its_form
from monitor.detect.check import check_filter, check_list, check_places, check_rule
from monitor.detect.folder import cannot_read, digest_of, file_digest, unreadable, yaml_files
from monitor.detect.gazetteer import load_gazetteer
from monitor.detect.lint import lint_filter, lint_folder, lint_list, lint_pack, lint_rule
from monitor.detect.names import load_names
from monitor.detect.schema import Filter, Rule, WordList
from monitor.errors import ConfigError, Problem, RuleError
from monitor.yamlfile import YamlDocument

_FORMAT = 3

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class LoadedRule:
    """One rule, the file it stands in, and the line and column of each of its tests."""

    rule: Rule
    file: str
    tests_at: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadedList:
    """One word list and the file it stands in."""

    words: WordList
    file: str


@dataclass(frozen=True, slots=True)
class LoadedFilter:
    """One filter and the file it stands in."""

    filter: Filter
    file: str


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A fitted model of one rule: its file, the digest of what stands in it, and the encoder that the rule asks for."""

    topic: str
    path: str
    digest: str
    embeddings: str | None = None


@dataclass(frozen=True, slots=True)
class LoadedPack:
    """All rules, lists and filters in force after overlays, in order of their ids, without mistakes. `warnings` do not
    keep it from being used. `models` names those of one rule in the order of their folders; the last that is not
    refused is used. `place_folders` are those that hold the gazetteer, later ones over earlier; `places` is the
    digest of what stands in them."""

    rules: tuple[LoadedRule, ...]
    lists: tuple[LoadedList, ...]
    warnings: tuple[Problem, ...] = ()
    filters: tuple[LoadedFilter, ...] = ()
    place_folders: tuple[str, ...] = ()
    places: str = ""
    models: tuple[ModelFile, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits that change when what any rule, list, filter or place says changes, not when files move."""
        said = {
            "rules": [_dump(each.rule) for each in self.rules],
            "lists": [_dump(each.words) for each in self.lists],
            "filters": [_dump(each.filter) for each in self.filters],
            "places": self.places,
            "models": [[each.topic, each.digest] for each in self.models],
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode("utf-8", "replace")).hexdigest()[:12]

    def to_json(self) -> str:
        """The pack as text, for a process that does not read the files."""
        rules = [{"file": each.file, "tests_at": each.tests_at, "rule": _dump(each.rule)} for each in self.rules]
        lists = [{"file": each.file, "words": _dump(each.words)} for each in self.lists]
        filters = [{"file": each.file, "filter": _dump(each.filter)} for each in self.filters]
        places = {"folders": self.place_folders, "digest": self.places}
        models = [[each.topic, each.path, each.digest, each.embeddings] for each in self.models]
        said = {"format": _FORMAT, "rules": rules, "lists": lists, "filters": filters, "places": places}
        return json.dumps({**said, "models": models})

    @classmethod
    def from_json(cls, text: str) -> "LoadedPack":
        """The pack that `to_json` gave. Raises RuleError when the text is not of this version."""
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("format") != _FORMAT:
            raise RuleError((Problem("snapshot", 0, 0, "written by another version; load the rules again", "format"),))
        rules = tuple(
            LoadedRule(
                Rule.model_validate(each["rule"]), each["file"], tuple((line, col) for line, col in each["tests_at"])
            )
            for each in data["rules"]
        )
        lists = tuple(LoadedList(WordList.model_validate(each["words"]), each["file"]) for each in data["lists"])
        filters = tuple(LoadedFilter(Filter.model_validate(each["filter"]), each["file"]) for each in data["filters"])
        folders, places = tuple(data["places"]["folders"]), data["places"]["digest"]
        models = tuple(ModelFile(*each) for each in data["models"])
        return cls(rules, lists, filters=filters, place_folders=folders, places=places, models=models)


class BrokenPackError(RuleError):
    """Some files do not load; `rest` is what there is without them, and `broken` names them."""

    def __init__(self, problems: tuple[Problem, ...], rest: LoadedPack, broken: Collection[str]) -> None:
        super().__init__(problems, rest.warnings)
        self.rest = rest
        self.broken = broken


def _dump(model: BaseModel) -> dict[str, object]:
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def default_pack_folder() -> Path:
    """Where the rules are that come with the program: inside the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "rules"
    return shipped if shipped.is_dir() else package.parent / "rules"


def load_pack(folders: Sequence[Path], models: Path | None = None, *, lint_shipped: bool = False) -> LoadedPack:
    """Read `topics`, `lists`, `filters`, `places` and `model` of all folders; a later folder overlays an earlier one.

    The same id replaces, `enabled: false` disables. `models` is one more folder of fitted models, over all others.
    What is allowed but rarely meant is looked for in the shipped folder only with `lint_shipped`: that takes seconds.
    Raises RuleError with every mistake of every file, and its warnings beside them.
    """
    reading = _Reading(None if lint_shipped else default_pack_folder())
    # A quarter of a million small objects come and none goes: looking for garbage among them doubles the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        for folder in folders:
            reading.folder(folder)
        if models is not None:
            reading.models(models)
        return reading.finish()
    finally:
        if collecting:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _Read:
    """A file as read: its document, and its model unless it only switches something off."""

    document: YamlDocument
    model: Rule | WordList | Filter | None
    folder: Path


class _Reading:
    def __init__(self, unlinted: Path | None = None) -> None:
        self._unlinted = unlinted
        self._problems: list[Problem] = []
        self._warnings: list[Problem] = []
        self._rules: dict[str, _Read] = {}
        self._lists: dict[str, _Read] = {}
        self._filters: dict[str, _Read] = {}
        self._broken: set[str] = set()
        self._behind = Behind()
        self._places: list[str] = []
        self._models: dict[str, ModelFile] = {}

    def folder(self, folder: Path) -> None:
        """Read one folder over those before it."""
        if not folder.is_dir():
            self._problems.append(Problem(str(folder), 0, 0, "there is no such folder of rules", "no-folder"))
            return
        if shut := unreadable(folder):
            self._problems += shut
            return
        self.models(folder / "model")
        if folder != self._unlinted:
            self._warnings += lint_folder(folder)
        if (folder / "places").is_dir():
            self._places.append(str((folder / "places").resolve()))
        for path in yaml_files(folder / "lists"):
            self._file(path, folder, WordList, self._lists)
        for path in yaml_files(folder / "topics"):
            self._file(path, folder, Rule, self._rules)
        for path in yaml_files(folder / "filters"):
            self._file(path, folder, Filter, self._filters)

    def models(self, folder: Path) -> None:
        """Take note of the fitted models in a folder, by the rule they are named after."""
        for path in sorted(folder.glob("*.json")):
            try:
                digest = file_digest(path)
            except OSError as error:
                self._problems.append(cannot_read(error))
                continue
            where = str(path.resolve())
            self._models.pop(where, None)
            self._models[where] = ModelFile(path.stem, where, digest)

    def _file(self, path: Path, folder: Path, kind: Kind, into: dict[str, _Read]) -> None:
        try:
            document = yamlfile.read(path)
        except ConfigError as error:
            self._problems += error.problems
            self._broken.add(path.stem)
            return
        model, problems = in_its_form(kind, document)
        self._problems += problems
        if problems:
            self._broken.add(path.stem)
            if isinstance(document.data, dict):
                self._broken.add(str(document.data.get("id")))
            self._behind.add(kind, document)
            return
        identity = str(document.data["id"]) if isinstance(document.data, dict) else path.stem
        before = into.get(identity)
        if before is not None and before.folder == folder:
            line, col = document.value_position(("id",))
            text = f"the id {identity!r} is already used by {before.document.path}"
            self._problems.append(Problem(document.path, line, col, text, "duplicate-id"))
            return
        into[identity] = _Read(document, model, folder)

    def finish(self) -> LoadedPack:
        """The pack, or RuleError."""
        warnings = self._warnings
        lists: dict[str, LoadedList] = {}
        for identity, read in sorted(self._lists.items()):
            if isinstance(read.model, WordList):
                lists[identity] = LoadedList(read.model, read.document.path)
                wrong = check_list(read.model, read.document)
                self._problems += wrong
                if not wrong and read.folder != self._unlinted:
                    warnings += lint_list(read.model, read.document)
        words = {identity: each.words for identity, each in lists.items()}
        rules = []
        for _, read in sorted(self._rules.items()):
            if isinstance(read.model, Rule):
                wrong = check_rule(read.model, read.document, words, self._broken)
                self._problems += wrong
                if not wrong and read.folder != self._unlinted:
                    warnings += lint_rule(read.model, read.document, words)
                places = tuple(read.document.position(("tests", number)) for number in range(len(read.model.tests)))
                rules.append(LoadedRule(read.model, read.document.path, places))
        filters = []
        for _, read in sorted(self._filters.items()):
            if isinstance(read.model, Filter):
                wrong = check_filter(read.model, read.document, words, self._rules, self._broken)
                self._problems += wrong
                if not wrong and read.folder != self._unlinted:
                    warnings += lint_filter(read.model, read.document, words)
                filters.append(LoadedFilter(read.model, read.document.path))
        self._problems += self._behind.problems(words, self._rules, self._broken)
        of_places = self._check_places()
        if not rules and not self._problems:
            self._problems.append(
                Problem("rules", 0, 0, "no rule is in force; nothing would ever be found", "no-rules")
            )
        asked = {each.rule.id: each.rule.classifier.embeddings for each in rules if each.rule.classifier}
        models = [replace(each, embeddings=asked.get(each.topic)) for each in self._models.values()]
        pack = LoadedPack(
            tuple(rules),
            tuple(lists.values()),
            _in_order(warnings),
            tuple(filters),
            tuple(self._places),
            of_places,
            tuple(sorted(models, key=lambda each: each.topic)),
        )
        if self._problems:
            raise BrokenPackError(_in_order(set(self._problems)), pack, self._broken)
        together = lint_pack([each.rule for each in rules], {each.rule.id: each.file for each in rules})
        return replace(pack, warnings=_in_order([*warnings, *together]))

    def _check_places(self) -> str:
        """The digest of the places. The gazetteer is read when somebody wrote to it or watches places; that of the
        shipped pack alone can wait."""
        watching = [read for read in self._rules.values() if isinstance(read.model, Rule) and read.model.places]
        folders = tuple(self._places)
        try:
            digest = digest_of(folders)
            if not watching and not self._behind.watch_places and len(folders) < 2:
                return digest
            gazetteer = load_gazetteer(folders, digest)
            load_names(tuple(str(Path(folder).parent) for folder in folders), digest)
        except OSError as error:
            self._problems.append(cannot_read(error))
            return ""
        except ConfigError as error:
            self._problems += error.problems
            return ""
        for read in watching:
            if isinstance(read.model, Rule):
                self._problems += check_places(read.model, read.document, gazetteer)
        self._problems += self._behind.unknown_places(gazetteer)
        return digest


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda each: (each.path, each.line, each.col)))
