"""The command line: the answer alone on stdout, in the format asked for; notices on stderr; no traceback for bad input.

Exit codes: 0 done, 1 nothing found or a check failed, 2 bad input.
"""

import argparse
import gc
import sys
from collections.abc import Sequence
from importlib import import_module

from finder import __version__
from finder.cli import options
from finder.cli.commands import COMMANDS
from finder.cli.terminal import drop_output, say, speak_utf8
from finder.errors import FinderError

_INDENT = 4


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    # A command makes hundreds of thousands of values that it keeps. Looking for garbage among them after every 700 takes longer
    # than some of the work.
    gc.set_threshold(50_000, 20, 20)
    speak_utf8()
    written = list(sys.argv[1:] if argv is None else argv)
    asked = _parser(only=next((word for word in written if word in COMMANDS), "")).parse_args(written)
    try:
        code = int(asked.run(asked))
        print(end="", flush=True)  # a full disk or a closed pipe shows itself here, not after the last line
        return code
    except FinderError as error:
        return _explain(error)
    except BrokenPipeError:  # the reader (head, less) had enough
        drop_output()
        return 0
    except OSError as error:
        return _refuse(error)
    except KeyboardInterrupt:
        return 130


def _explain(error: FinderError) -> int:
    # Imported only for an error: they load most of the finder, which `finder --version` does without.
    from finder.domain.place import PlaceNotFound
    from finder.wording.writer import ENGLISH

    line = ENGLISH.error(error)
    meant = "; ".join(p.label for p in error.suggestions) if isinstance(error, PlaceNotFound) else ""
    say(f"{line} Did you mean: {meant}?" if meant else line)
    return error.exit_code


def _refuse(error: OSError) -> int:
    if error.filename:
        say(f"{error.strerror}: {error.filename}. Check the path.")
    else:
        drop_output()
        say(f"The answer could not be written: {error.strerror or error}.")
    return 2


class _Help(argparse.HelpFormatter):
    """Has room for each command beside what it does. argparse forgets that commands are indented."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog)
        self._action_max_length = _INDENT + max(map(len, COMMANDS))


def _parser(only: str | None = None) -> argparse.ArgumentParser:
    """The parser of all commands; of all but `only` just the names, because loading a command takes a while."""
    parser = options.Parser(
        prog="finder", description="Who can travel to infusion care, and who cannot.", formatter_class=_Help
    )
    parser.add_argument("--version", action="version", version=__version__)
    parsers = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=options.Parser)
    for name, command in COMMANDS.items():
        if only not in (None, name):
            parsers.add_parser(name, help=command.words, add_help=False)
            continue
        module = import_module(f"finder.cli.commands.{command.module}")
        added = parsers.add_parser(name, help=command.words, description=command.words, parents=module.parents())
        module.add_arguments(added)
        added.set_defaults(run=module.run)
    return parser
