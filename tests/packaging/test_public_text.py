"""No file tells of the machine it was written on, and the words are American."""

from __future__ import annotations

import re

from repository import ROOT, said, texts

HOST = re.compile(
    r"\b(?:pypi|pythonhosted|npmjs|yarnpkg|crates|rubygems|debian|ubuntu|anaconda)\.(?:org|com|io)\b"
    r"|\b(?:extra-)?index-url\s*=|\bfind-links\s*="
)
HOME = re.compile(r"(?<![\w.:/-])/(?:work|home|root|Users|tmp)/\w")
BRITISH = re.compile(
    r"\b(?:tumour|haem(?:at|o)|oesoph|anaem|colour|behaviour|favour|orthopaed|diarrhoea|paralys(?:e|ing)"
    r"|centre\b|programme\b|judgement|(?:organ|recogn|minim|stabil|hospital|character)is(?:e|ing|ation))",
    re.IGNORECASE,
)
# Citations, displays of code systems and names as others write them are quoted, so they keep their spelling.
QUOTES = (
    "src/backstay_knowledge/evidence/",
    "src/backstay_knowledge/bindings/",
    "src/backstay_knowledge/systemic/",
    "src/backstay_knowledge/radiation/structure_names_",
    "tests/unit/dose/check/test_structure_names.py",
    "tests/unit/dose/check/test_plan_to_document.py",
    "tests/packaging/",
)


def found(pattern: re.Pattern[str], keep: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{name}:{at}: {line.strip()[:100]}"
        for name, text in texts()
        if not name.startswith(keep)
        for at, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_address_of_a_package_registry() -> None:
    wrong = found(HOST)
    assert not wrong, said(wrong, "name a package, not the registry it was fetched from")


def test_no_path_of_a_developers_machine() -> None:
    wrong = found(HOME)
    assert not wrong, said(wrong, "write paths from the root of the repository")


def test_american_spelling() -> None:
    wrong = found(BRITISH, QUOTES)
    assert not wrong, said(wrong, "one spelling everywhere: American (docs/decisions/0009)")


def test_links_between_documents_lead_somewhere() -> None:
    link = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
    wrong = [
        f"{name}: {target}"
        for name, text in texts()
        if name.endswith(".md")
        for target in link.findall(text)
        if not ((ROOT / name).parent / target).exists()
    ]
    assert not wrong, said(wrong, "mend the link or write the page")
