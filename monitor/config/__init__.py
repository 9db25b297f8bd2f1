"""The configuration: YAML -> frozen settings, every mistake with file, line and column.

schema.py      the file, key by key (also the source of schema/config.v1.json)
load.py        load_config: checks across keys, defaults, imports, secrets
look.py        look: every mistake in one go, also behind the first, for `monitor check`
quantities.py  durations and times of day
secrets.py     `secret:NAME`
opml.py        lists of feeds from and for other programs
"""

from monitor.config.load import Config, channel_problems, load_config
from monitor.config.look import Looked, look
from monitor.config.opml import Opml, parse_opml, read_opml, write_opml
from monitor.config.schema import ConfigFile
from monitor.config.secrets import Secrets

__all__ = [
    "Config",
    "ConfigFile",
    "Looked",
    "Opml",
    "Secrets",
    "channel_problems",
    "load_config",
    "look",
    "parse_opml",
    "read_opml",
    "write_opml",
]
