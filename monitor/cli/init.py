"""`monitor init`: a configuration to start from."""

import os
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.choices import STORED_AS, Chosen
from monitor.cli.schema import SchemaName, schema_text
from monitor.errors import MonitorError
from monitor.yamlfile import read

# In an installed package the example lies beside the code, in a checkout beside the package.
_PLACES = (Path(__file__).parents[1] / "config.example.yaml", Path(__file__).parents[2] / "config.example.yaml")
_RULES = "rules.d"
_SCHEMAS = "schema"
_SECRETS = """\
# Passwords and tokens, one `name: 'value'` a line, values in single quotes.
# Only the owner may read this file (chmod 600).
# config.yaml refers to them as secret:NAME.
# mail_url: 'mailtos://user:password@smtp.example.org?from=watch@example.org&to=desk@example.org'
"""


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="Where to write; made when it does not exist.")
    ] = Path(),
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite config.yaml. Secrets are never overwritten.")
    ] = False,
    topics: Annotated[
        list[str] | None,
        typer.Option("--topic", help="Only this topic (see `monitor rules list`); may be given again."),
    ] = None,
    languages: Annotated[
        list[str] | None, typer.Option("--language", help="Only the sample feeds in this language; may be given again.")
    ] = None,
    channel: Annotated[
        str | None, typer.Option("--channel", help="Who is told: an Apprise URL, file:PATH or terminal:.")
    ] = None,
    sources: Annotated[
        list[str] | None,
        typer.Option(
            "--feed", help="A feed's address or an OPML file instead of the sample feeds; may be given again."
        ),
    ] = None,
) -> None:
    """Write config.yaml, a folder for your own rules, secrets.yaml and schemas for editors, ready to run."""
    config, secrets, rules = folder / "config.yaml", folder / "secrets.yaml", folder / _RULES
    chosen = Chosen(topics or (), languages or (), channel or "", sources or ())
    text, off = chosen.config(example(), folder), chosen.switched_off()
    if config.exists() and not force:
        raise MonitorError(f"{config} exists already; nothing was written. Use --force to replace it by the example")
    try:
        rules.mkdir(parents=True, exist_ok=True)
        config.write_text(text.replace("  rules: []", f"  rules: [{_RULES}]"), "utf-8")
        for name in off:
            (rules / "topics").mkdir(exist_ok=True)
            (rules / "topics" / f"{name}.yaml").write_text(f"version: 1\nid: {name}\nenabled: false\n", "utf-8")
        (folder / _SCHEMAS).mkdir(exist_ok=True)
        for name in SchemaName:
            (folder / _SCHEMAS / f"{name.value}.v1.json").write_text(schema_text(name), "utf-8")
        if not secrets.exists():
            descriptor = os.open(secrets, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(_SECRETS)
        if chosen.is_secret:
            _keep_secret(secrets, chosen.channel)
    except OSError as error:
        raise MonitorError(f"{error.filename or folder} cannot be written: {error.strerror}") from error
    typer.echo(f"{config}  feeds, channels and all settings: edit it\n{secrets}  passwords\n{rules}/  your own rules")
    typer.echo(f"{folder / _SCHEMAS}/  what editors complete and check these files by")
    if off:
        typer.echo(
            f"{rules / 'topics'}/  switches {len(off)} of the shipped topics off; delete a file to have its topic"
        )
    option = "" if folder == Path() else f" --config {config}"
    typer.echo(f"Next: monitor check {config} && monitor run{option}", err=True)


def _keep_secret(secrets: Path, url: str) -> None:
    written = read(secrets).data
    if isinstance(written, dict) and STORED_AS in written:
        raise MonitorError(f"{secrets} has a {STORED_AS} already; write the channel's URL there yourself")
    with secrets.open("a", encoding="utf-8") as file:
        file.write(f"{STORED_AS}: '{url.replace(chr(39), chr(39) * 2)}'\n")


def example() -> str:
    """The text of config.example.yaml. Raises MonitorError when the installation lacks it."""
    for place in _PLACES:
        if place.is_file():
            return place.read_text("utf-8")
    raise MonitorError("config.example.yaml is missing from this installation; install Threat Monitor again")
