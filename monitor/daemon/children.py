"""What every child finds loaded: imported by the server from which children are forked, and by nothing else.

Memory that is filled before the fork is shared by all children, and a child's processor budget is for hostile bytes,
not for our own loading. The model of languages alone takes 85 MB, the compiled rules more than 50, the places 30.
After a reload each child compiles the new rules for itself.
"""

import gc
import os
from contextlib import suppress
from pathlib import Path

from monitor.models import SnapshotRef
from monitor.pipeline import SNAPSHOT_VARIABLE, prepare
from monitor.sandbox import give_back_memory

_path = os.environ.get(SNAPSHOT_VARIABLE)
if _path:
    with suppress(OSError):  # a file that is gone by now is each task's failure, not that of all children
        prepare(SnapshotRef(Path(_path).stem, _path))
give_back_memory()
gc.freeze()  # the collector would write into every shared page, and so copy it
