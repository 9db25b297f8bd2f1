"""Tasks for the sandbox tests; children import this module, so it imports little."""

import json
import os
import re
import resource
import signal
import sys
import time
from pathlib import Path

from monitor.sandbox import cpu_budget


def echo(payload: bytes) -> bytes:
    return payload


def hang_in_c(payload: bytes) -> bytes:
    with cpu_budget(0.3):
        re.match("(a+)+$", "a" * 40 + "b")
    return payload


def sleep_long(payload: bytes) -> bytes:
    time.sleep(60)
    return payload


def eat_memory(payload: bytes) -> bytes:
    return bytes(len([bytes(50 * 2**20) for _ in range(40)]))


def crash(payload: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV)
    return payload


def fail(payload: bytes) -> bytes:
    raise KeyError(payload)


def many_files(payload: bytes) -> bytes:
    held = [os.open(os.devnull, os.O_RDONLY) for _ in range(500)]
    return str(len(held)).encode()


def report_pid_then_hang(payload: bytes) -> bytes:
    """Loops in C code, the GIL held, without a budget: only the kernel can end it."""
    Path(payload.decode()).write_text(f"{os.getpid()} ", encoding="ascii")
    re.match("(a+)+$", "a" * 64 + "b")
    return payload


def describe(payload: bytes) -> bytes:
    return json.dumps(
        {
            "pid": os.getpid(),
            "main": getattr(sys.modules["__main__"], "__file__", None),
            "pytest": "pytest" in sys.modules,
            "threads": os.environ.get("OPENBLAS_NUM_THREADS"),
            "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
            "interrupt_ignored": signal.getsignal(signal.SIGINT) is signal.SIG_IGN,
        }
    ).encode()
