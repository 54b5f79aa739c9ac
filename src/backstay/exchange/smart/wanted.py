"""What is asked for once a launch is granted: the same data as a hook asks for."""

from __future__ import annotations

import msgspec

from backstay.exchange.smart.addresses import without_slash
from backstay.exchange.smart.gathering import Access, Gathering, Query
from backstay.exchange.smart.launch import Grant
from backstay.exchange.smart.queries import PREFETCH
from backstay.exchange.smart.registration import Registration
from backstay.exchange.smart.servers import whole_address


def wanted_of(grant: Grant, registration: Registration) -> Gathering:
    """The data of the patient of a launch, all still to be fetched by the token of the launch."""
    server = without_slash(registration.issuer)
    assert grant.patient
    asked = Gathering(
        patient_id=grant.patient,
        servers=(server,),
        server=server,
        access=Access(server=server, token=grant.access_token, patient=grant.patient),
    )
    wanted = tuple(Query(data.key, whole_address(data.query, asked)) for data in PREFETCH)
    return msgspec.structs.replace(asked, wanted=wanted)
