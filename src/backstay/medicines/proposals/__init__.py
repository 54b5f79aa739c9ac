"""Proposals: drugs and doses for what a plan offers, checked against the person before they are shown."""

from backstay.medicines.proposals.proposal import Chosen, Proposal
from backstay.medicines.proposals.propose import proposals

__all__ = ["Chosen", "Proposal", "proposals"]
