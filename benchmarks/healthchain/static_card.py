"""A HealthChain service that answers every patient-view with the same card. Its port is the first argument.

It runs in an environment of its own, so it imports nothing of this project.
"""

import socket
import sys

import uvicorn
from healthchain.gateway import CDSHooksService, HealthChainAPI
from healthchain.models import CDSRequest, CDSResponse
from healthchain.models.responses.cdsresponse import Card, Source
from uvicorn.supervisors import Multiprocess

service = CDSHooksService()


@service.hook("patient-view", id="static")
def static(request: CDSRequest) -> CDSResponse:
    """One card, whatever was asked."""
    card = Card(summary="A card", indicator="info", source=Source(label="HealthChain"))
    return CDSResponse(cards=[card])


app = HealthChainAPI()
app.register_service(service)

if __name__ == "__main__":
    sock = socket.create_server(("127.0.0.1", int(sys.argv[1])))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as ours: else answers wait 40 ms
    config = uvicorn.Config(
        "static_card:app", workers=int(sys.argv[2]), log_level="critical", access_log=False
    )
    Multiprocess(config, sockets=[sock]).run()
