"""What the command line refuses.

OpsError
├── NoFolder            the command needs a paper and none is named
├── FolderTaken         a new paper was to be made where something lies already
├── FolderUnusable      the folder can't be made or written
├── AnswerNeeded        a question is open and nobody can be asked
├── NotADemo            --fresh was to throw away something that is no demo paper
├── PortTaken           another program listens on the port
├── PaperRuns           this paper is being served already
└── WontStart           a process of the group says that starting it again is no use

Each text says what is the matter, where, and how to mend it.
"""

__all__ = [
    "AnswerNeeded",
    "FolderTaken",
    "FolderUnusable",
    "NoFolder",
    "NotADemo",
    "OpsError",
    "PaperRuns",
    "PortTaken",
    "WontStart",
]


class OpsError(Exception):
    """Base of what the command line refuses; its text is for the person at the terminal."""


class NoFolder(OpsError):
    """Raised when a command works on a paper and no paper's folder was named."""


class FolderTaken(OpsError):
    """Raised when a new paper's folder holds files already, perhaps an older paper."""


class FolderUnusable(OpsError):
    """Raised when the system refuses the folder: no rights, a full or read-only disk."""


class AnswerNeeded(OpsError):
    """Raised when an option is missing or wrong and there is no terminal to ask at."""


class NotADemo(OpsError):
    """Raised when the demo meets a folder that another command made."""


class PortTaken(OpsError):
    """Raised when another program listens where the paper should."""


class PaperRuns(OpsError):
    """Raised when a second group of processes is started on one paper's folder."""


class WontStart(OpsError):
    """Raised when a part of the running paper can't work until somebody mends something."""
