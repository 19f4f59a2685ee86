"""Run ``python -m bench``: all benchmarks after one another, each in a process of its own.

Takes about twenty minutes the first time, most of it to fill a paper with
200,000 articles; with ``--keep DIR`` a second run finds it there. Ends with 1
when one of them could not be run; a missed budget is told in the figures.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.papers import add_keep_option

_ALL = ("serving", "publishing", "rendering", "mixed", "wagtail", "idle", "lighthouse")


def main() -> int:
    """Run all, or those named."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(_ALL)}")
    add_keep_option(parser)
    options = parser.parse_args()
    if strange := set(options.names).difference(_ALL):
        parser.error(f"no benchmark is called {', '.join(sorted(strange))}")
    failed = []
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        keep = options.keep or Path(folder)
        for name in options.names or _ALL:
            print(f"\n## {name}\n", flush=True)
            words = [] if name == "serving" else ["--keep", str(keep)]
            done = subprocess.run([sys.executable, "-m", f"bench.{name}", *words], check=False)
            if done.returncode:
                failed.append(name)
    if failed:
        print(f"\nCould not be run: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
