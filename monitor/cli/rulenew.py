"""`monitor rules new`: a rule to start from. It loads and passes `check` as it stands, and says what to fill in."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from monitor.cli.options import find_config
from monitor.cli.schema import SchemaName, schema_text
from monitor.cli.shown import from_here
from monitor.config import load_config
from monitor.detect.fields import Slug
from monitor.detect.schema import LANGUAGES
from monitor.errors import MonitorError
from monitor.yamlfile import suggest

_OWN = Path("rules.d")
_SCHEMA = Path("schema") / "rule.v1.json"
# Two phrases a language that no article holds, to be replaced: for the deed, and for who does it.
_SAMPLES = {
    "en": ("sample deed", "sample actor"),
    "ar": ("فعل نموذجي", "فاعل نموذجي"),
    "fa": ("کار نمونه", "عامل نمونه"),
    "ckb": ("کردەوەی نموونەیی", "بکەری نموونەیی"),
    "kmr": ("kirina mînak", "kirdarê mînak"),
    "tr": ("örnek eylem", "örnek aktör"),
    "ur": ("مثالی عمل", "مثالی کردار"),
    "fr": ("acte exemple", "acteur exemple"),
    "es": ("acto ejemplo", "actor ejemplo"),
    "ru": ("пример действия", "пример участника"),
}
_RULE = """\
{schema}# What you replace is marked with <<. Then: monitor rules test {file}
version: 1
id: {id}
title: {title}                         # << what a person reads first in a message
severity: medium                       # << informational, low, medium, high or critical: how fast should people react?
family: {id}
status: experimental                   # recorded only; then test (digest only), then stable
description: Say in a sentence what counts and what does not.   # <<
falsepositives: [name what looks alike and does not count]      # <<
languages: [{languages}]
groups:                                # a name, and the words that count as it, by language
  deed:                                # << what is done
{deeds}
    # Shared word lists save work: include: [lists/attack-verbs]
  actor:                               # << who does it
{actors}
    # include: [lists/armed-groups, lists/fighters]
match:                                 # ways to recognise it; the one with the most points counts
  - {{name: told, near: {{groups: [deed, actor], within: sentence}}, points: 60}}
adjust:                                # points added when this holds, too
  - {{when: {{group: deed, in: title}}, points: 10}}
  - {{when: {{context: retrospective}}, points: -35}}
exclude:                               # never in these contexts
  - {{context: fiction}}
  - {{context: sport}}
decide: {{alert: 60, review: 35}}        # from how many points it alerts, or asks a person
tests:                                 # << write real headlines, set what you expect, and take `todo` away
  - name: finds-this
    lang: {lang}
    title: '<< a headline that must alert'
    expect: {{decision: alert}}
    todo: true
  - name: finds-that
    lang: {lang}
    title: '<< the same event in other words'
    expect: {{decision: alert}}
    todo: true
  - name: leaves-this
    lang: {lang}
    title: '<< looks alike: {actor}, {deed}'
    expect: {{decision: ignored}}
    todo: true
  - name: leaves-that
    lang: {lang}
    title: '<< old news: {deed}, {actor}'
    expect: {{decision: ignored}}
    todo: true
"""


def new(
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="Its id: small letters, digits and hyphens.")],
    languages: Annotated[str, typer.Option("--languages", help="In which languages, such as en,ar,fa.")] = "en",
    rules: Annotated[
        Path | None, typer.Option("--rules", help="Your folder of rules; else that of the configuration, or rules.d.")
    ] = None,
) -> int:
    """Write a new rule to start from: groups, a way to match, and four tests to fill in. It passes `check` as it is."""
    try:
        TypeAdapter(Slug).validate_python(topic)
    except ValidationError as error:
        raise typer.BadParameter(f"{topic!r} is no id; write it as fuel-theft", param_hint="TOPIC") from error
    spoken = list(dict.fromkeys(part.strip() for part in languages.split(",") if part.strip()))
    for lang in spoken:
        if lang not in _SAMPLES:
            raise typer.BadParameter(
                f"{lang!r} is none of {', '.join(LANGUAGES)}{suggest(lang, LANGUAGES)}", param_hint="--languages"
            )
    if not spoken:
        raise typer.BadParameter("name at least one language, such as en", param_hint="--languages")
    file = (rules or _own_folder()) / "topics" / f"{topic}.yaml"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write_schema(file.parent.parent)
        with file.open("x", encoding="utf-8") as stream:
            stream.write(scaffold(topic, spoken, file))
    except FileExistsError as error:
        raise MonitorError(f"{file} exists already; nothing was written") from error
    except OSError as error:
        raise MonitorError(f"{file} cannot be written: {error.strerror}") from error
    shown = from_here(str(file))
    typer.echo(shown)
    typer.echo(f"Fill in what is marked with <<. Next: monitor rules test {shown} --watch", err=True)
    return 0


def scaffold(topic: str, languages: list[str], file: Path) -> str:
    """The text of a new rule. The tests in it fail as long as they are marked `todo`."""
    deed, actor = _SAMPLES[languages[0]]
    return _RULE.format(
        schema=_schema_line(file),
        file=from_here(str(file)),
        id=topic,
        title=topic.replace("-", " ").capitalize(),
        languages=", ".join(languages),
        deeds="\n".join(f"    {lang}: [{_SAMPLES[lang][0]}]" for lang in languages),
        actors="\n".join(f"    {lang}: [{_SAMPLES[lang][1]}]" for lang in languages),
        lang=languages[0],
        deed=deed,
        actor=actor,
    )


def _schema_line(file: Path) -> str:
    """Where an editor finds the schema: in a folder `schema` above the file."""
    for number, folder in enumerate(file.absolute().parents):
        if (folder / _SCHEMA).is_file():
            return f"# yaml-language-server: $schema={'../' * number or './'}{_SCHEMA.as_posix()}\n"
    return ""


def _write_schema(folder: Path) -> None:
    """Lay the schema beside the rules, unless one lies above them."""
    if not any((above / _SCHEMA).is_file() for above in (folder.absolute(), *folder.absolute().parents)):
        (folder / _SCHEMA).parent.mkdir(parents=True, exist_ok=True)
        (folder / _SCHEMA).write_text(schema_text(SchemaName.RULE), "utf-8")


def _own_folder() -> Path:
    path = find_config(None)
    if path.is_file():
        folders = load_config(path).rules
        if folders:
            return folders[-1]
    return _OWN
