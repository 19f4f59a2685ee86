"""Fill the paper with so many invented articles: ``python -m bench.inside.fill 200000``."""

import sys

from bench.inside.start import start

start()

from bench.archive import fill  # noqa: E402 -- needs Django

if __name__ == "__main__":
    fill(int(sys.argv[1]))
