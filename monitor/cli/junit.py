"""The results of rule tests as JUnit XML, which build servers show."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from monitor.detect.selftest import TestResult
from monitor.errors import MonitorError


def write_junit(path: Path, results: Sequence[TestResult]) -> None:
    """One suite a rule; a test marked `todo` that does not pass yet is skipped. Raises MonitorError."""
    root = ET.Element("testsuites", name="monitor rules test")
    suites: dict[str, list[TestResult]] = defaultdict(list)
    for each in results:
        suites[each.rule].append(each)
    for rule, tests in suites.items():
        failed = sum(not each.passed and not each.todo for each in tests)
        skipped = sum(not each.passed and each.todo for each in tests)
        counts = {"tests": str(len(tests)), "failures": str(failed), "errors": "0", "skipped": str(skipped)}
        suite = ET.SubElement(root, "testsuite", {"name": rule, **counts})
        for each in tests:
            place = {"classname": rule, "file": each.file, "line": str(each.line)}
            case = ET.SubElement(suite, "testcase", {"name": f"{each.name} ({each.lang})", **place})
            if each.failure is not None:
                kind = "skipped" if each.todo else "failure"
                ET.SubElement(case, kind, message=each.failure)
    try:
        ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
    except OSError as error:
        raise MonitorError(f"{path} cannot be written: {error.strerror}") from error
