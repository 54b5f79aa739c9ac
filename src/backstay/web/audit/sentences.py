"""Each kind of event in words, for an administrator and for the patient whose record it is about."""

from __future__ import annotations

from typing import NamedTuple


class Said(NamedTuple):
    """What somebody did: as an administrator reads it, and as a letter to the patient has it."""

    did: str
    to_patient: str = ""


WORDS = {
    # about one record
    "case_read": Said("opened the case", "opened your record"),
    "report_downloaded": Said("downloaded the report of the case", "downloaded a report on you"),
    "record_downloaded": Said("downloaded the record of the case", "downloaded your record"),
    "history_read": Said("read earlier answers", "read earlier answers in your record"),
    "facts_copied": Said(
        "copied facts, without names, to challenge a rule",
        "copied facts about you, without your name, to question a rule",
    ),
    "readers_read": Said("read who opened the record", "read who opened your record"),
    "case_opened": Said("opened a new case", "started your record"),
    "lesion_added": Said("added a place in the spine", "added a place in your spine"),
    "lesion_removed": Said("removed a place entered in error", "removed a place entered in error"),
    "answers_recorded": Said("recorded answers", "wrote down facts about you"),
    "facts_recorded": Said("recorded answers", "wrote down facts about you"),
    "record_read": Said("read in another record to check it", "checked facts from another record"),
    "record_imported": Said("took in another record", "took in facts from another record"),
    "medicines_listed": Said("entered a list of medicines", "wrote down your medicines"),
    "care_team_member_added": Said(
        "added somebody to the care team", "added someone to your care team"
    ),
    "care_team_member_ended": Said(
        "took somebody off the care team", "took someone off your care team"
    ),
    "listed_on_board": Said("listed the case for a board", "put you on the list of a meeting"),
    "listing_ended": Said("took the case off a board", "took you off the list of a meeting"),
    "emergency_access_used": Said(
        "opened the case in an emergency", "opened your record in an emergency"
    ),
    "emergency_access_read": Said(
        "read about emergency access", "looked into an emergency opening"
    ),
    "emergency_access_listed": Said("opened the list of emergency openings"),
    "emergency_access_reviewed": Said("reviewed emergency access", "checked an emergency opening"),
    "emergency_access_not_found": Said("sought emergency access to a number nobody has"),
    "cases_listed": Said("opened the list of cases"),
    # about rules
    "rule_challenged": Said("challenged a rule"),
    "challenge_answered": Said("answered a challenge"),
    # about people
    "signed_in": Said("signed in"),
    "signed_out": Said("signed out"),
    "sign_in_failed": Said("tried to sign in and was refused"),
    "person_added": Said("added a person"),
    "person_let_in": Said("let a person in again"),
    "person_let_out": Said("ended a person's access"),
    "role_given": Said("gave a role"),
    "role_ended": Said("ended a role"),
    "board_added": Said("added a board"),
    "board_made": Said("added a board"),
    "seat_given": Said("gave a seat on a board"),
    "seat_ended": Said("ended a seat on a board"),
    "first_password_given": Said("gave a first password"),
    "password_changed": Said("changed the password"),
    "identity_tied": Said("signed in with the hospital's identity for the first time"),
    "second_factor_added": Said("added a second step of signing in"),
    "second_factor_removed": Said("removed a second step of signing in"),
    "second_factor_forgotten": Said("took away a person's second step of signing in"),
    "keys_chosen": Said("chose whether single keys work"),
    # about the audit and the program
    "audit_read": Said("searched the audit", "looked through these notes on you"),
    "audit_exported": Said("exported events of the audit", "saved a copy of these notes on you"),
    "backup_begun": Said("began a backup"),
    "backup_restored": Said("restored a backup"),
    "demonstration_loaded": Said("loaded invented patients"),
}


def did(action: str) -> str:
    """What an action is called; one without words of its own is its name, read as words."""
    return WORDS[action].did if action in WORDS else action.replace("_", " ")


def did_to_patient(action: str) -> str:
    """The same to the patient."""
    said = WORDS.get(action)
    return (said.to_patient if said else "") or did(action)


def known(details: object) -> str:
    """The details of an event on one line."""
    if not isinstance(details, dict):
        return ""
    return "; ".join(f"{name.replace('_', ' ')}: {_one(held)}" for name, held in details.items())


def _one(held: object) -> str:
    if isinstance(held, list):
        return ", ".join(_one(part) for part in held) or "none"
    if isinstance(held, dict):
        return f"({known(held)})"
    if isinstance(held, bool):
        return "yes" if held else "no"
    return "none" if held is None else str(held)
