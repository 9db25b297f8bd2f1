"""Everything that is wrong with a configuration in one go, also behind the first mistakes; for `monitor check`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from monitor.config.load import Config, Loader, url_problems
from monitor.config.schema import ConfigFile, Paths, folder_of
from monitor.config.secrets import Secrets
from monitor.errors import ConfigError, Problem
from monitor.notify.settings import ChannelSettings
from monitor.yamlfile import YamlDocument, read, traps, validate, validate_rest

# Where a part with a mistake is left out, these would only say that it is missing.
_FOLLOWS = frozenset({"no-feeds", "no-digest", "no-last-route", "unreachable-route"})
_STAND_INS: Mapping[str, object] = MappingProxyType({"version": 1, "feeds": {}})


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found. `config` is there when nothing keeps it from loading; `rules` and `data` are the folders that the
    file names, whether or not the rest of it is right."""

    problems: tuple[Problem, ...]
    config: Config | None = None
    rules: tuple[Path, ...] = ()
    data: Path | None = None


def look(path: Path, environ: Mapping[str, str] = os.environ) -> Looked:
    """Read a configuration and find as much as can be found in one go. Nothing is sent or fetched."""
    try:
        document = read(path)
    except ConfigError as error:
        return Looked(error.problems)
    file, problems = validate(ConfigFile, document)
    problems += tuple(traps(document))
    rest = None if file else validate_rest(ConfigFile, document, _STAND_INS)
    part, left = (rest.model, rest.document) if rest else (file, document)
    if part is None:
        return Looked(problems, None, *_folders(document, path))
    config, further = _load(part, left, path, environ)
    if file is None:
        further = tuple(each for each in further if not _follows(each, document))
    rules, data = _named(part.paths, path)
    return Looked((*problems, *further), config if file else None, rules, data)


def _load(
    file: ConfigFile, document: YamlDocument, path: Path, environ: Mapping[str, str]
) -> tuple[Config | None, tuple[Problem, ...]]:
    def loader() -> Loader:
        return Loader(document, path.absolute(), file, Secrets(path.absolute().parent, environ))

    config: Config | None = None
    try:
        config = loader().config()
        found, channels = config.warnings, config.channels
    except ConfigError as error:
        found, channels = error.problems, loader().channels()
    return config, (*found, *url_problems(document, filter(_is_known, channels)))


def _is_known(channel: ChannelSettings) -> bool:
    """Whether its secret was found; without it there is no URL to look at."""
    return not channel.url.startswith("secret:")


def _follows(problem: Problem, document: YamlDocument) -> bool:
    written = document.data.get("channels") if isinstance(document.data, dict) else None
    names = [str(name) for name in written] if isinstance(written, dict) else []
    return problem.code in _FOLLOWS or any(problem.message.startswith(f"there is no channel {n!r}") for n in names)


def _folders(document: YamlDocument, path: Path) -> tuple[tuple[Path, ...], Path | None]:
    """The folders of a file of which too little is right, if at least these are."""
    written = document.data.get("paths") if isinstance(document.data, dict) else None
    paths, _ = validate(Paths, YamlDocument(written or {}, document.path, document.text, document.root))
    return _named(paths, path) if paths else ((), None)


def _named(paths: Paths, path: Path) -> tuple[tuple[Path, ...], Path]:
    base = path.absolute().parent
    folders = (folder_of(name, base) for name in paths.rules)
    return tuple(folder for folder in folders if folder.is_dir()), folder_of(paths.data, base)
