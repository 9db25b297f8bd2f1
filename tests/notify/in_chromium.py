"""Pages as a real browser shows them: Chromium without a window, without network, with a viewport of any width.

A window of Chromium is never narrower than 500 px, so a page stands in a frame; frames have no such limit.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from html import escape, unescape
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
MISSING = "" if CHROMIUM else "Chromium is not installed: apt-get install chromium (see .ci/run)"
_QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"),
    *("--disable-sync", "--disable-extensions", "--disable-component-update", "--disable-default-apps"),
    *("--no-first-run", "--hide-scrollbars", "--force-device-scale-factor=1", "--host-resolver-rules=MAP * ~NOTFOUND"),
)
_MEASURE = """
addEventListener("load", () => {
  const found = {};
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument, root = page.documentElement;
    const lines = [...page.querySelectorAll("body p, body h2, body div div div")].map((one) => {
      const style = page.defaultView.getComputedStyle(one);
      return {text: one.textContent, direction: style.direction, align: style.textAlign};
    });
    found[frame.name] = {
      scrolls: root.scrollWidth, width: page.defaultView.innerWidth, height: root.scrollHeight, lines,
      lang: root.lang, background: page.defaultView.getComputedStyle(page.body).backgroundColor,
      colour: page.defaultView.getComputedStyle(page.body).color,
      heading: page.defaultView.getComputedStyle(page.querySelector("p")).color,
    };
  }
  document.getElementById("found").textContent = JSON.stringify(found);
});
"""


def _run(folder: Path, flags: Sequence[str], page: str) -> bytes:
    path = folder / "frames.html"
    path.write_text(page, "utf-8")
    command = [CHROMIUM, *_QUIET, f"--user-data-dir={folder / 'profile'}", *flags, path.as_uri()]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


def _frame(name: str, page: str, width: int, height: int) -> str:
    style = f"width:{width}px;height:{height}px;border:0"
    return f'<iframe name="{escape(name)}" style="{style}" srcdoc="{escape("<!doctype html>" + page)}"></iframe>'


def _dark(dark: bool) -> list[str]:
    return [f"--blink-settings=preferredColorScheme={0 if dark else 1}"]


def measured(
    folder: Path, pages: Mapping[str, str], widths: Sequence[int], *, dark: bool = False
) -> dict[str, dict[str, object]]:
    """`NAME WIDTH` -> what the browser makes of that page in a viewport of that width: `scrolls` and `width` (its own
    and that of the viewport), `lang`, the colours `background`, `colour` and `heading` (of the first line), and its
    `lines` with the direction of each."""
    frames = [_frame(f"{name} {width}", page, width, 800) for name, page in pages.items() for width in widths]
    page = f'<meta charset="utf-8"><script>{_MEASURE}</script>{"".join(frames)}<pre id="found"></pre>'
    shown = _run(folder, [*_dark(dark), "--window-size=1000,800", "--dump-dom"], page).decode()
    found = re.search(r'<pre id="found">(.*?)</pre>', shown, re.DOTALL)
    assert found, "Chromium gave no measures"
    told = json.loads(unescape(found[1]))
    assert isinstance(told, dict)
    return told


def picture(folder: Path, page: str, width: int, height: int, path: Path, *, dark: bool = False) -> None:
    """Write a PNG of the page in a viewport of this size."""
    flags = [*_dark(dark), f"--window-size={max(width, 500)},{height}", f"--screenshot={path}"]
    _run(folder, flags, f'<meta charset="utf-8"><body style="margin:0">{_frame("page", page, width, height)}')
