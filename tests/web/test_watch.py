"""What whoever runs the site reads, and what every answer carries."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from backstay.web.records.models import Episode
from backstay.web.site import ready, tasks
from backstay.web.site.logs import begin_logs
from backstay.web.site.urls import urlpatterns as real

OPEN = ["/account/login/", "/emergency/", "/healthz"]


def breaks(_request: object, key: object) -> None:
    raise ValueError("Daniel Ferro, born 1962, is somebody")


urlpatterns = [*real, path("breaks/<uuid:key>/", breaks, name="breaks")]


@pytest.fixture
def lines(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> Iterator[Callable[[], list[dict[str, object]]]]:
    """What was logged since the last call."""
    import logging

    import structlog

    root = logging.getLogger()
    before = list(root.handlers), root.level, structlog.get_config()
    begin_logs()
    yield lambda: [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    root.handlers, root.level = before[0], before[1]
    structlog.configure(**before[2])


def test_it_lives_without_a_database(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.db
def test_it_is_ready_with_every_migration_and_its_knowledge(db: None, client: Client) -> None:
    answer = client.get("/readyz")
    told = answer.json()
    assert answer.status_code == 200 and told["status"] == "ready"
    assert told["knowledge"]["fingerprint"].startswith("sha256:")
    assert told["tasks"] == {"lag_seconds": 0.0, "late": False}


@pytest.mark.db
def test_it_is_not_ready_while_a_migration_waits(db: None, client: Client) -> None:
    ready._all_applied.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'library'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"]["ok"] is False


@pytest.mark.db
def test_a_late_task_is_told_and_stops_nobody(db: None, client: Client) -> None:
    tasks.tidy.enqueue()
    tasks.waiting().update(enqueued_at=datetime.now(UTC) - timedelta(hours=1))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["tasks"]["late"] is True
    assert 3590 < tasks.lag() < 3700


@pytest.mark.db
def test_a_task_for_tomorrow_is_not_late(db: None) -> None:
    tasks.tidy.using(run_after=datetime.now(UTC) + timedelta(days=1)).enqueue()
    assert tasks.lag() == 0.0
    tasks.begin()
    assert tasks.waiting().count() == 1, "it waits already"


@pytest.mark.db
def test_the_daily_work_puts_itself_off_to_the_next_day(db: None) -> None:
    tasks.tidy.call()
    (waits,) = tasks.waiting()
    assert timedelta(hours=23) < waits.run_after - datetime.now(UTC) <= timedelta(days=1)


@pytest.mark.db
@override_settings(METRICS_TOKEN="open-sesame-of-the-counts")  # noqa: S106
def test_counts_need_the_token_where_one_is_set(db: None, client: Client) -> None:
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    right = {"Authorization": "Bearer open-sesame-of-the-counts"}
    told = client.get("/metrics", headers=right)
    assert told.status_code == 200 and b"backstay_web_tasks_waiting" in told.content


@pytest.mark.db
def test_counts_are_for_this_machine_without_a_token(db: None, client: Client) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7").status_code == 404
    assert client.get("/metrics", headers={"Forwarded": "for=10.0.0.7"}).status_code == 404


def test_counts_name_no_address_and_nobody(daniel: Episode, as_: Callable[[str], Client]) -> None:
    client = as_("ines")
    client.get(f"/cases/{daniel.key}/?lesion=T8")
    client.get("/nowhere/Daniel-Ferro")
    told = client.get("/metrics").content.decode()
    assert 'route="cases:case"' in told and 'route="other"' in told
    for private in (str(daniel.key), "Ferro", '"ines"', "T8"):
        assert private not in told


@pytest.mark.parametrize("address", OPEN)
def test_every_answer_carries_what_protects_it(db: None, client: Client, address: str) -> None:
    told = client.get(address).headers
    policy = dict(part.strip().split(" ", 1) for part in told["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in told["Content-Security-Policy"] and "*" not in policy.values()
    assert told["X-Frame-Options"] == "DENY"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Referrer-Policy"] == told["Cross-Origin-Opener-Policy"] == "same-origin"
    assert told["Cross-Origin-Resource-Policy"] == "same-origin"
    for power in ("camera", "microphone", "geolocation", "payment", "usb"):
        assert f"{power}=()" in told["Permissions-Policy"]
    assert "Strict-Transport-Security" not in told, "it is not reached by HTTPS here"
    assert told["Server-Timing"].startswith("app;dur=")


def test_pages_about_a_patient_stay_in_no_cache(
    daniel: Episode, as_: Callable[[str], Client]
) -> None:
    client = as_("ines")
    for address in ("/cases/", f"/cases/{daniel.key}/", "/people/me/", "/cases/nowhere/"):
        assert "no-store" in client.get(address).headers["Cache-Control"], address


@override_settings(
    SECURE_SSL_REDIRECT=True,
    SECURE_HSTS_SECONDS=31_536_000,
    SECURE_HSTS_INCLUDE_SUBDOMAINS=True,
    SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
)
def test_by_https_alone_where_it_is_set(db: None) -> None:
    client = Client()
    plain = client.get("/account/login/")
    assert plain.status_code == 301 and plain.headers["Location"].startswith("https://")
    safe = client.get("/account/login/", headers={"X-Forwarded-Proto": "https"})
    assert safe.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert client.get("/healthz").status_code == 200, "asked on this machine, before the proxy"


def test_every_request_has_a_number_of_its_own(client: Client) -> None:
    numbers = {client.get("/healthz").headers["X-Request-ID"] for _ in range(3)}
    assert len(numbers) == 3


def test_a_request_is_one_line_without_an_address(
    daniel: Episode, as_: Callable[[str], Client], lines: Callable[[], list[dict[str, object]]]
) -> None:
    client = as_("ines")
    lines()
    answer = client.get(f"/cases/{daniel.key}/?lesion=T8")
    (line,) = [line for line in lines() if line["event"] == "request"]
    assert line["route"] == "cases:case" and line["status"] == 200
    assert line["id"] == answer.headers["X-Request-ID"]
    assert isinstance(line["queries"], int) and line["queries"] > 0
    assert set(line) == {
        "time",
        "level",
        "event",
        "id",
        "route",
        "method",
        "status",
        "ms",
        "queries",
    }


@override_settings(ROOT_URLCONF="test_watch")
def test_an_error_is_told_by_its_kind_and_place_alone(
    daniel: Episode, as_: Callable[[str], Client], lines: Callable[[], list[dict[str, object]]]
) -> None:
    client = as_("ines")
    client.raise_request_exception = False
    lines()
    answer = client.get(f"/breaks/{daniel.key}/?name=Ferro")
    told = lines()
    assert answer.status_code == 500
    assert any(line.get("error") == "ValueError" for line in told)
    assert {line["id"] for line in told} == {answer.headers["X-Request-ID"]}
    assert not any(word in json.dumps(told) for word in ("Ferro", str(daniel.key), "1962", "?"))


def test_a_page_that_is_not_there_is_told_without_its_address(
    db: None, client: Client, lines: Callable[[], list[dict[str, object]]]
) -> None:
    lines()
    client.get("/nowhere/Daniel-Ferro?born=1962")
    text = json.dumps(lines())
    assert '"status": 404' in text and "Ferro" not in text and "1962" not in text


def test_what_is_too_long_is_refused_unread(client: Client) -> None:
    whole = SimpleUploadedFile("bundle.json", b"x" * (7 * 1024 * 1024))
    answer = client.post("/emergency/", {"bundle": whole})
    assert answer.status_code == 413
    assert (
        "longer than 6 MB" in answer.content.decode()
        and "Nothing was stored" in answer.content.decode()
    )
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")


def test_an_upload_is_kept_in_memory_alone() -> None:
    request = RequestFactory().post("/", {"f": SimpleUploadedFile("a.json", b"{}" * 1_500_000)})
    upload = request.FILES["f"]
    assert not hasattr(upload, "temporary_file_path") and upload.size == 3_000_000


@pytest.mark.parametrize("length", ["", "nonsense", "-5", "12"])
def test_a_length_that_is_no_number_is_not_trusted(client: Client, length: str) -> None:
    assert client.get("/healthz", CONTENT_LENGTH=length).status_code == 200
