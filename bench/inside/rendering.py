"""Fresh renders: time, queries, and how SQLite answers each query. Prints JSON."""

import json
import re
import statistics
import sys
import time
from itertools import islice
from typing import Any

from bench.inside.start import start

start()

# All of this needs Django.
from django.db import connections  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from broadsheet.changes.readers import READERS  # noqa: E402
from broadsheet.press.rendering import render  # noqa: E402
from broadsheet.versions import reading as articles  # noqa: E402

_SMALL = 1000  # rows; a table below that may be read whole: sections, the paper's versions


def pages() -> dict[str, list[str]]:
    """Paths by kind: of articles, some from all over the archive."""
    addresses = [path for path, _number in articles.addresses()]
    spread = addresses[:: max(1, len(addresses) // 10)]
    return {
        "article": list(islice(spread, 10)),
        "home": ["/"],
        "section": ["/section/world"],
        "feed": ["/feed.xml"],
        "section feed": ["/section/world/feed.xml"],
        "news sitemap": ["/news-sitemap.xml"],
        "month sitemap": [f"/sitemap-{time.strftime('%Y-%m', time.gmtime())}.xml"],
        "sitemap index": ["/sitemap.xml"],
        "404": ["/nowhere"],
    }


def measure(paths: list[str], rounds: int) -> dict[str, Any]:
    """Median times over all paths; queries and plans of the first."""
    connection = connections[READERS]
    with CaptureQueriesContext(connection) as captured:
        page = render(paths[0])
    sql = [query["sql"] for query in captured.captured_queries]
    sql = [text for text in sql if text.startswith("SELECT")]
    seconds, used = [], []
    for path in paths * max(1, rounds // len(paths)):
        began, processor = time.perf_counter(), time.process_time()
        render(path)
        seconds.append(time.perf_counter() - began)
        used.append(time.process_time() - processor)
    return {
        "seconds": statistics.median(seconds),
        "cpu": statistics.median(used),
        "bytes": len(page.body),
        "queries": len(sql),
        "scans": sorted({scan for text in sql for scan in scans_of(text)}),
    }


def scans_of(sql: str) -> list[str]:
    """Steps of the query's plan that read, or sort, a table of many rows whole."""
    names = {alias: table for table, alias in re.findall(r'"(\w+)" (\w+)\b', sql)}
    with connections[READERS].cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        steps = [str(row[3]) for row in cursor.fetchall()]
    found = []
    for step in steps:
        if scanned := re.match(r"SCAN (\w+)", step):
            table = names.get(scanned[1], scanned[1])
            # MAX or MIN of a key, or the first of a LIMIT, is a step down an index.
            if "USING" not in step and rows_of(table) > _SMALL:
                found.append(f"{step} ({table})")
        elif "TEMP B-TREE" in step and "publicarticle" in sql:
            found.append(step)
    return found


def rows_of(table: str) -> int:
    """How many rows a table has; 0 for what is no table."""
    with connections[READERS].cursor() as cursor:
        if table not in connections[READERS].introspection.table_names(cursor):
            return 0
        cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 -- a name from the plan
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    count = int(sys.argv[1])
    print(json.dumps({kind: measure(paths, count) for kind, paths in pages().items()}))
