"""YAML files that people write, read strictly and with the place of every key: each mistake has a line and a caret.

`read` and `read_text` give a `YamlDocument`; `validate` turns its data into a pydantic model or into `Problem`s in
plain words; `render` shows one problem under the line it is about.
"""

from monitor.yamlfile.document import MAX_BYTES, MAX_DEPTH, Loc, YamlDocument
from monitor.yamlfile.reader import read, read_text
from monitor.yamlfile.show import render, render_line
from monitor.yamlfile.traps import looks_like_a_switch, traps
from monitor.yamlfile.validate import Rest, validate, validate_rest
from monitor.yamlfile.words import suggest

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "Loc",
    "Rest",
    "YamlDocument",
    "looks_like_a_switch",
    "read",
    "read_text",
    "render",
    "render_line",
    "suggest",
    "traps",
    "validate",
    "validate_rest",
]
