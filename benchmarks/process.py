"""What a tree of processes costs, by the kernel's own accounting in /proc."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Usage:
    """CPU seconds so far: of the first process, and of it with all its descendants, those that have ended included."""

    parent: float
    tree: float

    def since(self, before: "Usage") -> "Usage":
        """What was used between the two."""
        return Usage(self.parent - before.parent, self.tree - before.tree)


def usage(pid: int) -> Usage:
    """CPU of a process and its tree until now."""
    own, _ = _times(pid)
    return Usage(own, sum(sum(_times(one)) for one in tree(pid)))


def pss_megabytes(pid: int) -> float:
    """The tree's proportional set size: private memory, and its share of what is shared."""
    kilobytes = 0
    for one in tree(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text("ascii").splitlines()
        except OSError:
            continue
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024


def tree(pid: int) -> list[int]:
    """The process and its descendants."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        try:
            threads = list(Path(f"/proc/{one}/task").iterdir())
            waiting += [int(child) for thread in threads for child in (thread / "children").read_text("ascii").split()]
        except OSError:
            continue
        found.append(one)
    return found


def _times(pid: int) -> tuple[float, float]:
    """Own CPU seconds, and those of children that were waited for."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    except OSError:
        return 0.0, 0.0
    user, system, children_user, children_system = (int(field) / _TICKS for field in fields[11:15])
    return user + system, children_user + children_system
