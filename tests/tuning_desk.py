"""A desk with ten days behind it: 200 short articles, a noisy rule of its own, and what people answered in six days."""

import json
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from shutil import copyfile

from monitor.detect.assess import assess, search_text
from monitor.detect.compile import compile_pack
from monitor.detect.excerpt import excerpt
from monitor.detect.load import default_pack_folder, load_pack
from monitor.models import Article, Document, FeedSettings, Finding, Identity
from monitor.store import articles, feeds, verdicts
from monitor.store.database import open_writer

DATA = Path(__file__).parent / "data" / "tuning"
BEGIN = datetime(2026, 11, 11, tzinfo=UTC)
JUDGED_UNTIL = datetime(2026, 11, 17, tzinfo=UTC)
END = datetime(2026, 11, 21, tzinfo=UTC)
RULE = "fuel-theft"
CONFIG = 'version: 1\npaths: {rules: [rules.d], data: data}\nfeeds: {list: []}\nchannels: {desk: {url: "json://127.0.0.1"}}\n'


def set_up(folder: Path) -> Path:
    """Write configuration, rule and database into a folder; give the configuration."""
    topics = folder / "rules.d" / "topics"
    topics.mkdir(parents=True)
    copyfile(DATA / f"{RULE}.yaml", topics / f"{RULE}.yaml")
    (folder / "config.yaml").write_text(CONFIG, "utf-8")
    pack = compile_pack(excerpt(load_pack([default_pack_folder(), folder / "rules.d"]), [RULE]))
    with open_writer(folder / "data", now=BEGIN, create=True) as db:
        db.conn.execute("PRAGMA synchronous = OFF")
        for number, line in enumerate((DATA / "articles.jsonl").read_text("utf-8").splitlines()):
            given = json.loads(line)
            at = datetime.fromisoformat(given["at"])
            url = f"https://{given['source'].lower().replace(' ', '-')}.example/rss"
            feed = feeds.find(db, url)
            feed_id = feed.id if feed else feeds.add(db, FeedSettings(url, name=given["source"]), at)
            document = Document(given["title"], given["text"], given["lang"], f"{url}/{number}", at, at)
            key, link, content = (blake2b(f"{part} {number}".encode(), digest_size=16).hexdigest() for part in "klc")
            article = Article(
                Identity(key, link, content), False, document.url, document.title, document.text, document.lang, at, at
            )
            finding = Finding(article, assess(document, pack, now=at), search_text(document))
            stored = articles.add(db, feed_id, finding, "tuning", at)
            if given["truth"] is not None and at < JUDGED_UNTIL:
                verdicts.record(db, str(stored), "true" if given["truth"] else "false", "", at)
    return folder / "config.yaml"
