"""The functions that give computed facts, by the name under which knowledge declares them.

A name that no room gives yet stays unknown.
"""

from __future__ import annotations

from functools import lru_cache

from backstay.case import derived, symptoms
from backstay.knowledge import Knowledge
from backstay.reason.program import Computed

FROM_A_CASE: Computed = {
    "case.span_levels": derived.span_levels,
    "case.irradiated_stereotactically": derived.irradiated_stereotactically,
    "case.previously_irradiated": derived.previously_irradiated,
    "case.radiation_courses": derived.radiation_courses,
    "case.months_since_radiation": derived.months_since_radiation,
    "case.esas_pain": symptoms.edmonton("pain"),
    "case.esas_tiredness": symptoms.edmonton("tiredness"),
    "case.esas_drowsiness": symptoms.edmonton("drowsiness"),
    "case.esas_nausea": symptoms.edmonton("nausea"),
    "case.esas_appetite": symptoms.edmonton("appetite"),
    "case.esas_breathlessness": symptoms.edmonton("breathlessness"),
    "case.esas_depression": symptoms.edmonton("depression"),
    "case.esas_anxiety": symptoms.edmonton("anxiety"),
    "case.esas_wellbeing": symptoms.edmonton("wellbeing"),
}


@lru_cache(maxsize=4)
def computed(knowledge: Knowledge) -> Computed:
    """Every function that a room gives; those on medicines and dose read tables of the knowledge."""
    from backstay.dose.cord.computed import cord_facts
    from backstay.medicines.given import given
    from backstay.medicines.opioids.computed import opioid_facts
    from backstay.medicines.steroids.daily import daily
    from backstay.medicines.taken import taken

    of_lists = {
        **taken(knowledge),
        **given(knowledge),
        **opioid_facts(knowledge),
        **daily(knowledge),
        **cord_facts(knowledge),
    }
    return {**FROM_A_CASE, **of_lists}
