"""Schemathesis: whatever the description of the API allows to be sent gets a reply that it describes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    missing_required_header,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from assistant.serve.app import make_app, unguarded
from assistant.serve.auth.door import LOCAL
from assistant.serve.desk import Asked
from tests.serve.live import serving
from tests.serve.made_parts import parts_with

UNLIMITED = dict.fromkeys(("rate_limit_questions", "rate_limit_requests", "rate_limit_address"), "1000000/minute")
PARTS = parts_with(**UNLIMITED)
PARTS.desk.ask(LOCAL, Asked("What does a permit cost?", conversation=PARTS.desk.begin(LOCAL).id))
SCHEMA = schemathesis.openapi.from_dict(unguarded(PARTS).openapi())
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    missing_required_header,
    unsupported_method,
)
BEYOND_A_SCHEMA = {
    "this cursor was not given out for this list": "cursors are signed: no schema says which ones were given out",
    "this idempotency key was used for another question": "no schema says which keys were used, and for what",
}
"""Why a request may be refused that is right by its schema, by the problem's detail; there is no other reason."""


def detail_of(response: schemathesis.Response) -> str:
    return str(response.json()["detail"])


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving(make_app(PARTS)) as address:
        yield address


@SCHEMA.parametrize()
@settings(max_examples=15, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_every_reply_is_one_that_the_description_names(case, site):
    response = case.call(base_url=site)
    beyond = (
        [positive_data_acceptance] if response.status_code == 422 and detail_of(response) in BEYOND_A_SCHEMA else []
    )
    case.validate_response(response, checks=CHECKS, excluded_checks=beyond)
    if response.status_code >= 400:
        assert response.headers["content-type"][0] == "application/problem+json"
        assert response.json()["do"]
