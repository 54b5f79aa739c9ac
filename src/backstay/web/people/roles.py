"""Every role, in words that an information-governance officer can read, with what it may do.

A role says what kind of thing a person may do; whether it may be done to one patient is decided by relation
(`backstay.web.records.access`).
"""

from __future__ import annotations

from typing import NamedTuple

READ, ENTER, MANAGE_TEAM = "read_case", "enter_facts", "manage_care_team"
OPEN_CASES, LIST_ON_BOARD, BREAK_GLASS = "open_cases", "list_on_board", "break_glass"
CHALLENGE, REVIEW_KNOWLEDGE = "challenge_rules", "review_challenges"
MANAGE_PEOPLE, READ_AUDIT, REVIEW_BREAK_GLASS = "manage_people", "read_audit", "review_break_glass"
READ_WITHOUT_IDENTITIES = "read_without_identities"

PERMISSIONS = {  # in words, for the page that an information-governance officer reads
    READ: "Read the cases of patients they are related to",
    ENTER: "Enter facts about these patients",
    OPEN_CASES: "Open a case for a new patient",
    MANAGE_TEAM: "Change the care team of these patients",
    LIST_ON_BOARD: "List these patients for a board",
    BREAK_GLASS: "Use emergency access, with a reason, for a limited time",
    READ_WITHOUT_IDENTITIES: "Count cases without names, dates of birth or numbers",
    CHALLENGE: "Challenge a rule of the library",
    REVIEW_KNOWLEDGE: "Answer challenges",
    MANAGE_PEOPLE: "Add people, give and end roles and board seats",
    READ_AUDIT: "Read who did or read what",
    REVIEW_BREAK_GLASS: "Review emergency access of others",
}


class Role(NamedTuple):
    """What people call it, what it is for, what it may do."""

    id: str
    name: str
    description: str
    may: frozenset[str]


CLINICAL = frozenset({READ, ENTER, BREAK_GLASS, CHALLENGE, OPEN_CASES, MANAGE_TEAM, LIST_ON_BOARD})


def _clinician(id_: str, name: str, does: str) -> Role:
    return Role(
        id_,
        name,
        f"{does} Sees and enters facts of patients whose care team or board includes them.",
        CLINICAL,
    )


ROLES = {
    role.id: role
    for role in (
        Role(
            "coordinator",
            "Coordinator",
            "Opens cases, gathers facts, lists cases for a board. "
            "Sees patients whose care team or board includes them.",
            CLINICAL,
        ),
        _clinician("spine_surgeon", "Spine surgeon", "Judges stability, operates."),
        _clinician("radiation_oncologist", "Radiation oncologist", "Plans and gives radiation."),
        _clinician("medical_oncologist", "Medical oncologist", "Leads systemic treatment."),
        _clinician("hematologist", "Hematologist", "Leads treatment of myeloma and lymphoma."),
        _clinician("radiologist", "Radiologist", "Reads images, grades compression."),
        _clinician(
            "interventional_radiologist",
            "Interventional radiologist",
            "Cement, ablation, embolization, biopsy.",
        ),
        _clinician("pathologist", "Pathologist", "Says what the tumor is."),
        _clinician("anesthetist", "Anesthetist", "Judges fitness for anesthesia."),
        _clinician("pain_specialist", "Pain specialist", "Treats pain."),
        _clinician("palliative_care", "Palliative care", "Relieves symptoms, asks what matters."),
        _clinician("physical_therapist", "Physical therapist", "Mobilizes, braces, rehabilitates."),
        _clinician("nurse", "Nurse", "Cares, observes, asks what matters."),
        Role(
            "researcher",
            "Researcher without identities",
            "Counts cases without names, dates of birth or hospital numbers. Opens no case of a person.",
            frozenset({READ_WITHOUT_IDENTITIES, CHALLENGE}),
        ),
        Role(
            "knowledge_reviewer",
            "Knowledge reviewer",
            "Reads challenges of rules and answers them. Sees no patients by this role.",
            frozenset({REVIEW_KNOWLEDGE, CHALLENGE}),
        ),
        Role(
            "administrator",
            "Administrator",
            "Adds people, gives roles, reads the audit, reviews emergency access. Sees no patients by this role.",
            frozenset({MANAGE_PEOPLE, READ_AUDIT, REVIEW_BREAK_GLASS}),
        ),
    )
}
