"""The `backstay` command: its tree of commands, and one place where errors become exit statuses."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

from cyclopts import App, CycloptsError

from backstay.cli.fail import Failed, printable
from backstay.version import VERSION

LONGEST = 4000  # characters of one line of a message: what is quoted must not fill the screen

app = App(
    name="backstay",
    version=VERSION,
    help="Treatment options for one person with spinal metastases, for and against, with reasons and sources.",
    help_format="plaintext",
)
knowledge_app = App(name="knowledge", help="Look into and check the knowledge that decides.")
medicines_app = App(
    name="medicines", help="Doses of medicines: convert, adapt, taper and check them together."
)
app.command(knowledge_app)
app.command(medicines_app)
dose_app = App(
    name="dose",
    help="Doses of radiation: convert, add up, compare with limits, and read a plan's histograms.",
)
app.command(dose_app)
fhir_app = App(name="fhir", help="Between FHIR R4 records and cases, assessments and forms.")
app.command(fhir_app)
hooks_app = App(
    name="hooks", help="Cards inside the hospital's record: CDS Hooks and SMART App Launch."
)
app.command(hooks_app)


def start() -> NoReturn:
    """One command as a process of its own.

    It ends before garbage in cycles could matter, and looking for some would take a fifth of its time. A command
    that runs long turns the search on again.
    """
    gc.disable()
    main()


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run one command; exit 0 done, 1 a check failed, 2 the input is wrong, 3 something needed is missing."""
    from backstay.cli import commands  # noqa: F401  (registers every command)

    try:
        app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        _stop(f"{error}\nbackstay --help lists the commands", 2)
    except Failed as failed:
        _stop(str(failed), failed.status)
    except RecursionError:
        _stop("this is nested too deeply to be worked on", 2)
    except BrokenPipeError:  # the reader of our output has gone, for example `| head`
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        _stop("stopped", 130)
    sys.exit(0)


def _stop(message: str, status: int) -> NoReturn:
    lines = (
        one if len(one) <= LONGEST else f"{one[:LONGEST]}..."
        for one in message.rstrip("\n").split("\n")
    )
    sys.stderr.write(printable("\n".join(lines)) + "\n")
    sys.exit(status)
