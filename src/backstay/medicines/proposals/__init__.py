"""Proposals: drugs and doses for what a plan offers, checked against the person before they are shown."""

from backstay.medicines.proposals.proposal import Chosen, Person, Proposal
from backstay.medicines.proposals.propose import checked, proposals

__all__ = ["Chosen", "Person", "Proposal", "checked", "proposals"]
