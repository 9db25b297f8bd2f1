"""The real service tells programs and people: a signed webhook, a feed, a template, a translated headline."""

import hashlib
import hmac
import json
import stat
import sys
from pathlib import Path

import feedparser
from loopback import Loopback, reply
from running_service import START_SECONDS, config, eventually, monitor_run, rss

ARABIC = "مسلحون يهاجمون سجنا في الحسكة ويحررون سجناء"


def configuration(origin: Loopback) -> str:
    made = json.loads(config([origin.url("/feed")]))
    made["instance"] = {"base_url": "https://watch.example.org"}
    made["channels"] = {
        "siem": {"webhook": origin.url("/in"), "sign": "secret:KEY", "allow_private": True},
        "reader": {"url": "feed:alerts.atom"},
        "told": {"url": "file:alerts.jsonl", "template": "own.j2"},
        "people": {"url": f"json://127.0.0.1:{origin.port}/people"},
    }
    made["translate"] = {"command": [sys.executable, "-c", "print('TRANSLATED', input()[:6])"], "timeout": "10s"}
    return json.dumps(made)


async def test_every_kind_of_channel_hears_of_one_article(tmp_path: Path) -> None:
    (tmp_path / "own.j2").write_text("MINE {{ headline }}\n{{ link }}\n", "utf-8")
    async with Loopback() as origin:
        origin.on("*", reply(200))
        origin.on("/feed", reply(200, rss(ARABIC)))
        with monitor_run(tmp_path, configuration(origin), {"MONITOR_SECRET_KEY": "canary"}) as service:
            await eventually(lambda: {asked.target for asked in origin.asked} >= {"/in", "/people"}, 2 * START_SECONDS)
            (alert,) = await eventually(service.alerts, START_SECONDS)
            await eventually((tmp_path / "alerts.atom").exists, START_SECONDS)
            status = service.status()
    hook = next(asked for asked in origin.asked if asked.target == "/in")
    timestamp = hook.headers["x-monitor-timestamp"].encode()
    mac = hmac.new(b"canary", timestamp + b"." + hook.body, hashlib.sha256).hexdigest()
    assert hook.headers["x-monitor-signature"] == f"sha256={mac}"
    told = json.loads(hook.body)
    assert (told["event"], told["title"]["text"], told["title"]["lang"]) == ("incident.opened", ARABIC, "ar")
    assert hook.headers["idempotency-key"] == told["ref"] == alert["ref"]
    assert alert["title"] == f"MINE \u2068TRANSLATED {ARABIC[:6]}\u2069 (machine translation)"
    assert f"https://watch.example.org/i/{told['id']}" in alert["body"]
    assert "?t=" not in alert["body"] + hook.body.decode()
    people = json.loads(next(asked for asked in origin.asked if asked.target == "/people").body)
    assert f"https://watch.example.org/i/{told['id']}?t=" in people["message"]
    (entry,) = feedparser.parse((tmp_path / "alerts.atom").read_bytes()).entries
    assert entry.link == told["url"]
    assert status["translated"] == {"made": 1, "failed": 0, "late": 0}
    assert stat.S_IMODE((service.data / "links.key").stat().st_mode) == 0o600
