"""The command line, and the only place where the parts are put together.

One file per command or command group. A command's module is imported when it is called, so that `monitor check`
answers at once. Exit codes: 0 ok, 1 problem found, 2 usage, 3 only warnings under --strict, 75 try again, 78 bad
configuration, 130 interrupted. Data goes to standard output, talk to standard error.
"""

import importlib
import os
import sys
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from monitor import __version__
from monitor.errors import AlreadyRunning, ConfigError, MonitorError

EXIT_PROBLEM = 1
EXIT_TRY_AGAIN = 75
EXIT_BAD_CONFIG = 78
EXIT_INTERRUPTED = 130

# name -> the function or Typer app behind it, in the order in which a newcomer meets them
COMMANDS = {
    "demo": "monitor.cli.demo:demo",
    "init": "monitor.cli.init:init",
    "check": "monitor.cli.check:check",
    "run": "monitor.cli.run:run",
    "status": "monitor.cli.status:status",
    "feeds": "monitor.cli.feeds:app",
    "incidents": "monitor.cli.incidents:app",
    "review": "monitor.cli.review:app",
    "verdict": "monitor.cli.review:verdict",
    "search": "monitor.cli.search:search",
    "assess": "monitor.cli.assess:assess",
    "replay": "monitor.cli.replay:replay",
    "rules": "monitor.cli.rules:app",
    "train": "monitor.cli.train:train",
    "evaluate": "monitor.cli.evaluate:evaluate",
    "notify": "monitor.cli.notify:app",
    "mute": "monitor.cli.mute:app",
    "backup": "monitor.cli.backup:backup",
    "restore": "monitor.cli.backup:restore",
    "doctor": "monitor.cli.doctor:doctor",
    "schema": "monitor.cli.schema:schema",
}


class LazyGroup(TyperGroup):
    """Commands whose module is imported only when they are called or listed."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature is typer's, its type is private
        """All names, in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - as above
        """Import and build one command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        target: Any = getattr(importlib.import_module(module), name)
        if not isinstance(target, typer.Typer):
            single = typer.Typer(add_completion=False, rich_markup_mode=None)
            single.command(cmd_name)(target)
            target = single
        command = typer.main.get_command(target)
        command.name = cmd_name
        return command


def _end(code: object, **_: object) -> None:
    """A command's result is its exit code."""
    raise typer.Exit(code if isinstance(code, int) else 0)


app = typer.Typer(
    result_callback=_end,
    cls=LazyGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Reads news feeds, finds the threats you care about, and tells you once, in time, with the reason.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"threat-monitor {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


def main() -> NoReturn:
    """Run a command and turn what it raises into a sentence and an exit code."""
    sys.exit(_run())


def _run() -> int:
    try:
        app(prog_name="monitor")
    except SystemExit as ended:
        if isinstance(ended.__context__, typer.Abort):
            return EXIT_INTERRUPTED
        return ended.code if isinstance(ended.code, int) else 0
    except ConfigError as error:
        print(error, file=sys.stderr)
        return EXIT_BAD_CONFIG
    except AlreadyRunning as error:
        print(f"monitor: {error}", file=sys.stderr)
        return EXIT_TRY_AGAIN
    except MonitorError as error:
        print(f"monitor: {error}", file=sys.stderr)
        return EXIT_PROBLEM
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
