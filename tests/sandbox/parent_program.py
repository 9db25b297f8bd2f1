"""A parent that starts two children and tells who they are; the test then kills it."""

import asyncio
import sys

import sandbox_tasks

from monitor.sandbox import Sandbox


async def main(path: str) -> None:
    sandbox = Sandbox(2, ["sandbox_tasks"])
    await asyncio.gather(*(sandbox.run(sandbox_tasks.report_pid_then_hang, f"{path}.{n}".encode()) for n in range(2)))


asyncio.run(main(sys.argv[1]))
