"""Ask the outside oracle about many patients. Exit 1 where the engines differ, 3 where it cannot be asked."""

from __future__ import annotations

import sys
import time

import outside
from agreement import Asked, chosen, summary
from generated_patients import executable

from backstay.knowledge import load_knowledge
from backstay.verify.cql import library_text

PATIENTS, SEED = 2000, 2026  # unless given as arguments


def main() -> int:
    """Compare and print what was found."""
    reason = outside.missing()
    if reason:
        sys.stderr.write(reason + "\n")
        return 3
    most = max(PATIENTS, 2 * len(executable()))  # so that no executable patient is left out
    count, seed = (int(given) for given in [*sys.argv[1:], most, SEED][:2])
    knowledge = load_knowledge()
    start = time.monotonic()
    asked = Asked(knowledge, chosen(knowledge, count, seed))
    text = library_text(knowledge)
    with outside.compiled([text]) as (library,):
        sys.stdout.write(f"{text.count(chr(10)):,} lines of CQL compiled\n")
        found = asked.compare(library)
    sys.stdout.write("\n".join(summary(found)) + f"\n{time.monotonic() - start:.0f} s\n")
    return 1 if found.mismatches else 0


if __name__ == "__main__":
    sys.exit(main())
