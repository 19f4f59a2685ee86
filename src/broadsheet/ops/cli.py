"""The command ``broadsheet``: our own commands, and Django's through it.

Django is imported only once a command needs it, so that ``--help`` answers at once.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from broadsheet import __version__

__all__ = ["COMMANDS", "main"]

COMMANDS = {
    "demo": "fill a folder with an invented newspaper, serve it, say how to look at it",
    "init": "make a new paper: its folder, its database, its first editor",
    "serve": "serve a paper to readers and to its desk",
    "doctor": "look a paper over, say what is wrong and what to do about it",
    "capture": "take in an article from a page that was saved as text",
}
"""Our own commands, in the order in which a newcomer meets them, each with what it does."""

_DESCRIPTION = """\
Broadsheet, a publishing system for newspapers.

To look at it:          broadsheet demo
To start a paper:       broadsheet init courier
                        broadsheet --paper courier serve
When something's odd:   broadsheet --paper courier doctor
"""

_EPILOG = """\
Django's own commands go through as well, such as

  broadsheet --paper courier migrate       bring the database up to date
  broadsheet --paper courier createsuperuser
  broadsheet --paper courier changepassword NAME
  broadsheet --paper courier help          the list of all of them

“broadsheet COMMAND --help” explains one. Which paper is meant is told by
--paper, else by the variable BROADSHEET_FOLDER, else it is the current folder.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 refused, 2 not understood."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser().parse_args(words)
    is_traced = options.traceback or "--traceback" in options.words
    try:
        return _run(options)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except Exception as error:
        if is_traced:
            raise
        from .problems import in_words

        text = in_words(error)
        if text is None:
            raise
        print(f"broadsheet: {text}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    ours = "\n".join(f"  {name:<10}{summary}" for name, summary in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="broadsheet",
        usage="broadsheet [--paper DIR] COMMAND …",
        description=_DESCRIPTION,
        epilog=f"commands:\n{ours}\n\n{_EPILOG}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_common_options(parser)
    parser.add_argument("--version", action="version", version=f"Broadsheet {__version__}")
    parser.add_argument("words", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


def _add_common_options(parser: argparse.ArgumentParser) -> None:
    # SUPPRESS: given before the command or after it, neither place undoes the other.
    parser.add_argument(
        "--paper", metavar="DIR", default=argparse.SUPPRESS, help="the paper's folder"
    )
    parser.add_argument(
        "--traceback",
        action="store_true",
        default=False if parser.prog == "broadsheet" else argparse.SUPPRESS,
        help="show where in the code an error arose",
    )


def _run(options: argparse.Namespace) -> int:
    words = options.words
    if not words or words == ["help"]:
        _parser().print_help()
        return 0 if words else 2
    if words[0] in COMMANDS:
        return _run_ours(words[0], words[1:], options)
    return _run_djangos(words, options)


def _run_ours(name: str, rest: list[str], options: argparse.Namespace) -> int:
    command: ModuleType = import_module(f"broadsheet.ops.commands.{name}")
    parser = argparse.ArgumentParser(
        prog=f"broadsheet {name}",
        description=command.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_arguments(parser)
    _add_common_options(parser)
    given = parser.parse_args(rest, namespace=argparse.Namespace(**_without_words(options)))
    code: int = command.run(given)
    return code


def _without_words(options: argparse.Namespace) -> dict[str, object]:
    return {name: value for name, value in vars(options).items() if name != "words"}


def _run_djangos(words: list[str], options: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    from .folders import paper_folder
    from .starting import start_django

    start_django(paper_folder(getattr(options, "paper", None)))
    execute_from_command_line(["broadsheet", *words])
    return 0


if __name__ == "__main__":
    sys.exit(main())
