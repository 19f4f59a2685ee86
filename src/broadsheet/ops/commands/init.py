"""Make a new paper: a folder with its settings, its secret key, its database, its first editor.

What is not given as an option is asked for. Afterwards “broadsheet --paper DIR serve”
starts the paper.

  broadsheet init courier
  broadsheet init courier --no-input --name "The Courier" --language en \\
      --time-zone Europe/London --address https://courier.example \\
      --editor "Hedda Marwick" --email hedda@courier.example --password-file password.txt \\
      --section Town --section Sport
"""

import argparse
import os
from pathlib import Path

from broadsheet.ops.errors import AnswerNeeded
from broadsheet.ops.folders import new_folder, write_settings
from broadsheet.ops.starting import start_django

PASSWORD_VARIABLE = "BROADSHEET_PASSWORD"  # noqa: S105 -- a variable's name


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", type=Path, help="new or empty folder")
    parser.add_argument("--name", help="name of the paper")
    parser.add_argument("--language", metavar="TAG", help="BCP 47 tag, such as en, pt-BR or ar")
    parser.add_argument("--time-zone", metavar="ZONE", help="such as Europe/London")
    parser.add_argument("--address", metavar="URL", help="where readers will find the paper")
    parser.add_argument(
        "--section", action="append", metavar="NAME", help="a first section; may be given again"
    )
    parser.add_argument("--editor", metavar="NAME", help="the first editor's name")
    parser.add_argument("--email", metavar="MAIL", help="their mail address, used to sign in")
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help=f"file whose first line is their password (or {PASSWORD_VARIABLE})",
    )
    parser.add_argument(
        "--database",
        default="sqlite",
        metavar="WHICH",
        help="sqlite, or an empty PostgreSQL database: postgresql://user:password@host/name",
    )
    parser.add_argument("--no-input", action="store_true", help="ask nothing")


def run(options: argparse.Namespace) -> int:
    root: Path = options.folder.expanduser().resolve()
    settings = {} if options.database == "sqlite" else {"database": options.database}
    with new_folder(root, settings=settings) as folder:
        start_django(folder)
        from broadsheet.ops import first_paper

        answers = first_paper.ask(
            name=options.name,
            language=options.language,
            time_zone=options.time_zone,
            address=options.address,
            sections=options.section,
            editor=options.editor,
            email=options.email,
            password=_password(options),
            may_ask=not options.no_input,
        )
        print("Making the database …", flush=True)
        first_paper.make(answers)
        write_settings(root, settings | first_paper.machine_settings(answers))
    print(_next_step(root, address=answers.facts.address, login=answers.editor.username))
    return 0


def _password(options: argparse.Namespace) -> str | None:
    if options.password_file is None:
        return os.environ.get(PASSWORD_VARIABLE)
    try:
        lines = options.password_file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AnswerNeeded(
            f"The password file {options.password_file} cannot be read ({error})."
        ) from error
    if not lines:
        raise AnswerNeeded(f"The password file {options.password_file} is empty.")
    return str(lines[0])


def _next_step(root: Path, *, address: str, login: str) -> str:
    return f"""
The paper stands in {root}

  broadsheet --paper {root} serve
      starts it; its desk is then at {address}/desk/ (sign in as {login})

Keep {root}/secret.key with your backups, and show it to nobody.
Settings of the machine are explained in {root}/paper.toml"""
