"""`backstay knowledge book`: the whole knowledge as a static site."""

from __future__ import annotations

import sys
from pathlib import Path

from backstay.cli.app import knowledge_app
from backstay.cli.coverage import the_register
from backstay.cli.fail import Failed, printable
from backstay.cli.source import the_knowledge


@knowledge_app.command
def book(*, out: str = "out/book", overlay: str | None = None) -> None:
    """Write the knowledge as a site that anyone can read: rules, scores, evidence, patients, coverage.

    Example: backstay knowledge book --out site

    Parameters
    ----------
    out:
        the folder for the pages; pages of an earlier book there are written over.
    overlay:
        a local protocol (YAML) to show with it.
    """
    if not out:
        raise Failed("--out needs the name of a folder")
    from backstay.knowledge.editions import read_editions
    from backstay.knowledge.patients import read_patients
    from backstay.present.book import build

    pages = build(the_knowledge(overlay), the_register(), read_editions(), read_patients())
    folder = Path(out)
    try:
        for path, text in pages.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise Failed(f"{out}: {error.strerror or error}; name a folder") from None
    sys.stdout.write(
        printable(f"{len(pages) - 1} pages: {(folder / 'index.html').resolve()}") + "\n"
    )
