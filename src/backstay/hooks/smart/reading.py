"""What is read once a launch is granted, as a call that goes through the same checks as that of a hook."""

from __future__ import annotations

from backstay.exchange.smart.launch import Grant
from backstay.exchange.smart.registration import Registration
from backstay.exchange.smart.wanted import wanted_of
from backstay.hooks.asked.call import Call
from backstay.hooks.settings import Settings


def call_of(grant: Grant, registration: Registration, settings: Settings) -> Call:
    """A call about the patient of the launch, with all its data still to be fetched by the token of the launch."""
    asked = wanted_of(grant, registration)
    return Call(
        service="smart",
        hook="patient-view",
        instance="",
        patient_id=asked.patient_id,
        servers=asked.servers,
        access=asked.access,
        server=asked.server,
        wanted=asked.wanted,
        most_bytes=settings.most_bytes,
        most_pages=settings.most_pages,
    )
