"""What Prometheus is told."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from assistant.model import Answer

REGISTRY: Final = CollectorRegistry()
STEPS: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
ANSWERS: Final = Counter(
    "policy_answers_total", "Answers by outcome and way in", ["outcome", "way", "language"], registry=REGISTRY
)
REFUSALS: Final = Counter("policy_refusals_total", "Questions that were not answered", ["outcome"], registry=REGISTRY)
UNVERIFIED: Final = Counter("policy_failed_verifications_total", "Drafts that failed verification", registry=REGISTRY)
FALLBACKS: Final = Counter("policy_model_fallbacks_total", "Answers extracted as a model failed", registry=REGISTRY)
SECONDS: Final = Histogram("policy_step_seconds", "Time by step", ["step"], buckets=STEPS, registry=REGISTRY)
REFUSED: Final = Counter("policy_refused_requests_total", "Requests the guard refused", ["status"], registry=REGISTRY)
RATE_LIMITED: Final = Counter("policy_rate_limited_total", "Requests over a rate limit", registry=REGISTRY)
FAULTS: Final = Counter("policy_faults_total", "Questions that ended in an error", ["kind"], registry=REGISTRY)
IN_FLIGHT: Final = Gauge("policy_requests_in_flight", "Requests being served", registry=REGISTRY)
ASKING: Final = Gauge("policy_questions_in_flight", "Questions being answered", registry=REGISTRY)
TOKENS: Final = Gauge(
    "policy_model_tokens_today", "Tokens that models used today, by every process of the store", registry=REGISTRY
)
TOKENS_BUDGET: Final = Gauge("policy_model_tokens_budget", "Tokens that models may use a day", registry=REGISTRY)


def count_answer(answer: Answer, way: str) -> None:
    """One more answer."""
    outcome = answer.outcome.value
    ANSWERS.labels(outcome, way, answer.language).inc()
    if outcome not in ("answered", "clarification"):
        REFUSALS.labels(outcome).inc()
    if outcome == "not_supported":
        UNVERIFIED.inc()
    if answer.model and answer.model.fallback:
        FALLBACKS.inc()
    for step, milliseconds in answer.timings_ms.items():
        SECONDS.labels(step).observe(milliseconds / 1000)


def count_refused(status: int) -> None:
    """One more request that the guard refused."""
    REFUSED.labels(str(status)).inc()
    if status == 429:
        RATE_LIMITED.inc()


def show_tokens(spent: float, budget: int | None) -> None:
    """What models used today, and what they may use; without a budget that is without end."""
    TOKENS.set(spent)
    TOKENS_BUDGET.set(math.inf if budget is None else budget)


@contextlib.contextmanager
def requests_in_flight() -> Iterator[None]:
    """Counts a request while it is served."""
    with IN_FLIGHT.track_inprogress():
        yield


def exposition() -> bytes:
    """All of it, as Prometheus reads it."""
    return generate_latest(REGISTRY)
