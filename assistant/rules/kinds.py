"""The kinds of rules, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from assistant.rules import (
    award_cap,
    digital_level,
    double_funding,
    eligibility,
    end_targets,
    fund_split,
    materials,
    pilot_period,
    recommendation_quota,
    submission_deadline,
)

KINDS: Mapping[str, ModuleType] = {
    "recommendation_quota": recommendation_quota,
    "submission_deadline": submission_deadline,
    "eligibility": eligibility,
    "pilot_period": pilot_period,
    "end_targets": end_targets,
    "award_cap": award_cap,
    "fund_split": fund_split,
    "materials": materials,
    "digital_level": digital_level,
    "double_funding": double_funding,
}
"""Every kind of rule: a module with INPUTS, the roles NEEDED, OPTIONAL, LISTS and ITEMS, the thresholds COMPARED, and
compute(case) -> Draft."""
