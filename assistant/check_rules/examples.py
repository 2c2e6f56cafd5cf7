"""Worked cases held against what the rules say of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assistant.corpus_files.problems import Problem, problem_at
from assistant.corpus_files.rule_shapes import ExampleShape, ExamplesShape
from assistant.corpus_files.strict_yaml import YamlFile
from assistant.errors import AssistantError
from assistant.model import as_json
from assistant.rules.finding_writer import exact
from assistant.rules.rulebook import Rulebook

EXAMPLES: Final = "examples.yaml"


def example_faults(shape: ExamplesShape, file: YamlFile, rulebook: Rulebook) -> Iterator[Problem]:
    """Cases that come to something else than they expect."""
    for number, example in enumerate(shape.examples):
        for what in mismatches(example, rulebook):
            told = f'the case "{example.name}": {what}'
            yield problem_at(file, ("examples", number), told, "Correct what is expected, or the rule's data")


def mismatches(example: ExampleShape, rulebook: Rulebook) -> list[str]:
    """Where the rule says otherwise than a worked case expects."""
    expect = example.expect
    try:
        result = rulebook.run(
            example.rule, example.given, day=example.day, batch=example.batch, language=example.language
        )
    except AssistantError as error:
        return [] if expect.error and expect.error in error.message else [f"it ends with: {error.message}"]
    if expect.error:
        return [f'it does not end with an error that says "{expect.error}"']
    finding = result.finding
    found = {"verdict": finding.verdict, "value": as_json(finding.value), "unit": finding.unit}
    told = [
        f"{name} is {found[name]}, not {wanted}"
        for name in ("verdict", "value", "unit")
        if name in expect.model_fields_set and found[name] != (wanted := as_json(exact(getattr(expect, name))))
    ]
    told += [f"the flag {flag} is missing" for flag in expect.flags if flag not in finding.flags]
    told += [f"the flag {flag} is there" for flag in expect.without if flag in finding.flags]
    told += [f"it does not ask for {need}" for need in expect.needs if need not in finding.needs]
    return told
