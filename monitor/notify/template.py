"""A channel's own wording: a Jinja2 file of the owner's, rendered in a sandbox. The only importer of jinja2.

What stands in the file is the owner's; what feeds say only ever arrives as values, which are quoted before the template
sees them and are never read as a template. The first line that is not empty is the title, the rest the body; a file
that ends in `.html` or `.html.j2` is the page of a mail instead, and escapes every value.
"""

import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.errors import ChannelError, ConfigError, Problem

if TYPE_CHECKING:
    from jinja2 import Template as Compiled
    from jinja2 import nodes

MAX_BYTES = 64 * 1024
LONGEST_OUTPUT = 200_000
_QUOTED = re.compile(r"'(\w{1,60})'")


@dataclass(frozen=True, slots=True)
class Template:
    """A template that was read and compiled. Two are equal when file and text are."""

    path: str
    source: str = field(repr=False)
    html: bool
    code: "Compiled" = field(repr=False, compare=False)

    def render(self, values: Mapping[str, object]) -> str:
        """The text for these values; raises ChannelError `template` with file and line when it cannot be made."""
        try:
            text = self.code.render(values)
        except Exception as error:  # noqa: BLE001  whatever the owner's expressions raise is the template's failure
            line, said = _failure_line(self.path, error), _sentence(error)
            raise ChannelError("template", f"{self.path}:{line}: the template cannot be filled in: {said}") from None
        if len(text) > LONGEST_OUTPUT:
            raise ChannelError("template", f"{self.path}: the template gives more than {LONGEST_OUTPUT} characters")
        return text


def read_template(path: Path, known: frozenset[str]) -> Template:
    """Read and compile one. `known` are the names of the values it may use, in every branch; raises ConfigError with
    file, line and column."""
    source = _source(path)
    html = path.name.endswith((".html", ".html.j2"))
    from jinja2 import StrictUndefined, TemplateSyntaxError, meta, nodes  # noqa: PLC0415 - only who has a template pays
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - as above

    environment = ImmutableSandboxedEnvironment(autoescape=html, undefined=StrictUndefined, cache_size=0)
    # Feed text is escaped in a page whatever the template says.
    del environment.filters["safe"]
    try:
        tree = environment.parse(source, filename=str(path))
        _refuse_others(tree, path)
        unknown = meta.find_undeclared_variables(tree) - known
        names = sorted((node.lineno, node.name) for node in tree.find_all(nodes.Name) if node.name in unknown)
        if names:
            said = "there is no {}; docs/reference/templates.md lists what a template may use"
            raise ConfigError(
                tuple(
                    Problem(str(path), line, _column(source, line, name), said.format(repr(name)), "unknown-variable")
                    for line, name in dict.fromkeys(names)
                )
            )
        code = environment.template_class.from_code(
            environment, environment.compile(source, str(path), str(path)), environment.make_globals(None)
        )
    except TemplateSyntaxError as error:
        said = f"this is not a Jinja2 template: {error.message}"
        problem = Problem(str(path), error.lineno, _column(source, error.lineno, _named(said)), said, "bad-template")
        raise ConfigError((problem,)) from error
    return Template(str(path), source, html, code)


def _refuse_others(tree: "nodes.Template", path: Path) -> None:
    from jinja2 import nodes  # noqa: PLC0415 - as in read_template

    for node in tree.find_all(
        (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.EvalContextModifier)
    ):
        said = "a template stands alone and always escapes: no include, import, extends or autoescape"
        raise ConfigError((Problem(str(path), node.lineno, 1, said, "bad-template"),))


def try_out(template: Template, samples: Mapping[str, Mapping[str, object]]) -> None:
    """Render it for each sample (name -> values); raises ConfigError with file, line and column for the first that
    fails."""
    for name, values in samples.items():
        try:
            template.code.render(values)
        except Exception as error:  # noqa: BLE001  as in Template.render
            line, said = _failure_line(template.path, error), _sentence(error)
            column = _column(template.source, line, _named(said))
            problem = Problem(template.path, line, column, f"with {name} this fails: {said}", "bad-template")
            raise ConfigError((problem,)) from None


def _source(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        said = f"the template cannot be read: {error.strerror}"
        raise ConfigError((Problem(str(path), 0, 0, said, "unreadable"),)) from error
    if len(data) > MAX_BYTES:
        said = f"a template of more than {MAX_BYTES // 1024} kB is not read"
        raise ConfigError((Problem(str(path), 0, 0, said, "too-large"),))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ConfigError((Problem(str(path), line, 1, "this line is not UTF-8 text", "bad-encoding"),)) from error


def _failure_line(path: str, error: Exception) -> int:
    """The innermost line of the template that was being filled in; Jinja2 puts it into the traceback."""
    frames = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    return next((line for line in reversed(frames) if line), 1)


def _sentence(error: Exception) -> str:
    return " ".join(f"{error}".split())[:200] or type(error).__name__


def _named(sentence: str) -> str:
    """What an error of Jinja2 is about: it quotes it."""
    found = _QUOTED.findall(sentence)
    return str(found[-1]) if found else ""


def _column(source: str, line: int, word: str) -> int:
    """Where the word stands in its line, else the beginning of the first tag: Jinja2 knows lines only."""
    lines = source.splitlines()
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    found = re.search(rf"\b{re.escape(word)}\b", text) if word else None
    tag = re.search(r"\{[{%#]", text)
    place = found or tag
    return place.start() + 1 if place else 1
