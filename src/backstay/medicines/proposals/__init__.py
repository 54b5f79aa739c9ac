"""Proposals: drugs and doses for what a plan offers, checked against the person before they are shown."""
