"""The JSON Schema of suite files, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from assistant.evaluation.suite_shapes import SuiteShape


def suite_schema() -> dict[str, Any]:
    """The schema, made from the shapes that the loader itself uses."""
    schema = SuiteShape.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Suite of questions"}


def write_schema(file: Path) -> None:
    """Writes it as the file that suites name in their first line."""
    file.write_text(json.dumps(suite_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
