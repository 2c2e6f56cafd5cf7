"""Cases as rows of a table and back, so that staff can keep them in a workbook.

A cell with several things has one a line; wordings of which any is enough are parted by " | ". A clause is written
"[policy/]document § clause", an input "name=value". A row that is wrong is named by its sheet and number.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from assistant.adapters.workbook import read_sheets, write_sheets
from assistant.errors import UsageError
from assistant.evaluation.suite_shapes import CaseShape, SuiteShape

if TYPE_CHECKING:
    from assistant.adapters.workbook import Sheet
    from assistant.evaluation.cases import Case, ClauseRef, Suite

COLUMNS: Final = (
    *("suite", "id", "group", "held", "tags", "question", "turns", "as_of", "batch", "outcome", "figures", "facts"),
    *("clauses", "rule", "inputs", "verdict", "value", "unit", "not", "notices", "needs", "written", "corpus"),
    *("title_en", "title_zh", "scheme"),
)
NEEDED: Final = ("id", "question", "outcome")
LISTS: Final = ("tags", "turns", "figures", "not", "notices")
DAYS: Final = ("as_of", "written")
OF_CASE: Final = ("id", "group", "held", "tags", "question", "as_of", "batch", "written", "corpus", "turns")
OF_EXPECT: Final = ("outcome", "figures", "facts", "clauses", "not", "notices", "needs")
OR: Final = " | "


def export_cases(suites: Iterable[Suite], file: Path) -> int:
    """Writes every case, a sheet a suite, and says how many."""
    sheets = {suite.name: [row_of(case, suite) for case in suite.cases] for suite in suites}
    write_sheets(file, COLUMNS, sheets)
    return sum(map(len, sheets.values()))


def import_cases(file: Path, folder: Path) -> list[Path]:
    """Writes a suite file for each suite of the table. Raises UsageError with sheet and row of the first fault."""
    import yaml

    written = []
    for name, suite in read_cases(file).items():
        target = folder / f"{name}.yaml"
        if target.exists():
            raise UsageError("the suite file is there already", where=str(target), do="Name another folder")
        written.append((target, yaml.safe_dump(suite, allow_unicode=True, sort_keys=False, width=120)))
    folder.mkdir(parents=True, exist_ok=True)
    for target, text in written:
        target.write_text(text, encoding="utf-8", newline="\n")
    return [target for target, _ in written]


def read_cases(file: Path) -> dict[str, dict[str, Any]]:
    """The suites of a table as suite files hold them, by name."""
    suites: dict[str, dict[str, Any]] = {}
    seen: dict[str, str] = {}
    for sheet in read_sheets(file):
        for where, cells in rows_of(sheet, file):
            name = cells.get("suite") or sheet.name or file.stem
            titles = {"en": cells.get("title_en") or name, "zh": cells.get("title_zh") or name}
            suite = suites.setdefault(name, {"suite": name, "title": titles, "cases": []})
            if cells.get("scheme"):
                suite["scheme"] = cells["scheme"]
            case = case_of(cells, where)
            if first := seen.get(case["id"]):
                raise UsageError(f'the case "{case["id"]}" stands here again', where=where, do=f"First: {first}")
            seen[case["id"]] = where
            suite["cases"].append(case)
    if not suites:
        raise UsageError("there is no row with a case", where=str(file))
    for name, suite in suites.items():
        _check(SuiteShape, suite, f"{file}, suite {name}")
    return suites


def rows_of(sheet: Sheet, file: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row that holds something, by the names of its columns, with its place."""
    place = f"{file}, sheet {sheet.name}" if sheet.name else str(file)
    rows = [(number, row) for number, row in enumerate(sheet.rows, start=1) if any(cell.strip() for cell in row)]
    if not rows:
        return
    first, header = rows[0][0], [cell.strip() for cell in rows[0][1]]
    for name in header:
        if name and name not in COLUMNS:
            where = f"{place}, row {first}"
            raise UsageError(f'the column "{name}" is not known', where=where, do=f"Columns: {', '.join(COLUMNS)}")
    if lacking := [name for name in NEEDED if name not in header]:
        raise UsageError(f'the column "{lacking[0]}" is missing', where=f"{place}, row {first}", do="Add it")
    for number, row in rows[1:]:
        cells = {name: cell.strip() for name, cell in zip(header, row, strict=False) if name and cell.strip()}
        yield f"{place}, row {number}", cells


def case_of(cells: Mapping[str, str], where: str) -> dict[str, Any]:
    """One row as a suite file writes the case."""
    values: dict[str, Any] = dict(cells)
    for name in (name for name in LISTS if name in cells):
        values[name] = lines_of(cells[name])
    for name in (name for name in DAYS if name in cells):
        values[name] = _day(cells[name], name, where)
    if "held" in cells:
        values["held"] = cells["held"].lower() in ("true", "yes", "1", "x", "是")
    outcomes = [part.strip() for part in cells.get("outcome", "").replace("|", "\n").split("\n") if part.strip()]
    values["outcome"] = outcomes[0] if len(outcomes) == 1 else outcomes
    if "facts" in cells:
        values["facts"] = [[part.strip() for part in line.split(OR)] for line in lines_of(cells["facts"])]
    if "clauses" in cells:
        values["clauses"] = [[_clause(part, where) for part in line.split(OR)] for line in lines_of(cells["clauses"])]
    expect: dict[str, Any] = {name: values[name] for name in OF_EXPECT if name in values}
    if rule := _rule(cells, where):
        expect["rule"] = rule
    case = {name: values[name] for name in OF_CASE if name in values} | {"expect": expect}
    _check(CaseShape, case | {"expect": expect | {"outcome": outcomes}}, where)
    return case


def row_of(case: Case, suite: Suite) -> tuple[str, ...]:
    """One case as the cells of its row."""
    expect, rule = case.expect, case.expect.rule
    stated = rule.stated if rule else frozenset()
    cells: dict[str, str | None] = {
        "suite": case.suite,
        "id": case.id,
        "group": case.group,
        "held": "true" if case.held else None,
        "tags": "\n".join(case.tags),
        "question": case.question,
        "turns": "\n".join(case.turns),
        "as_of": case.as_of.isoformat(),
        "batch": case.batch,
        "outcome": OR.join(sorted(expect.outcomes)),
        "figures": "\n".join(expect.figures),
        "facts": "\n".join(OR.join(words) for words in expect.facts),
        "clauses": "\n".join(OR.join(map(_clause_text, group)) for group in expect.clauses),
        "not": "\n".join(expect.absent),
        "notices": "\n".join(expect.notices),
        "needs": expect.needs,
        "written": case.written.isoformat() if case.written else None,
        "corpus": case.corpus,
        "title_en": suite.titles["en"],
        "title_zh": suite.titles["zh"],
        "scheme": case.scheme,
    }
    if rule:
        cells |= {"rule": rule.name, "verdict": rule.verdict, "unit": rule.unit}
        cells["inputs"] = "\n".join(f"{name}={written(value)}" for name, value in rule.inputs.items())
        cells["value"] = written(rule.value) if "value" in stated else None
    return tuple(cells.get(name) or "" for name in COLUMNS)


def lines_of(cell: str) -> list[str]:
    """The lines of a cell that hold something."""
    return [line.strip() for line in cell.splitlines() if line.strip()]


def written(value: Any) -> str:
    """A value so that `read` gives it back: text as it stands, unless it would be read as something else."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str) and read(value) == value:
        return value
    return json.dumps(value, ensure_ascii=False)


def read(text: str) -> Any:
    """A number, day, true or false, quoted text or list; else the text as it stands."""
    for form in (dt.date.fromisoformat if text.count("-") == 2 else json.loads, json.loads):
        try:
            return form(text)
        except ValueError:
            continue
    return text


def _rule(cells: Mapping[str, str], where: str) -> dict[str, Any]:
    keys = {"rule": "name", "verdict": "verdict", "unit": "unit"}
    rule: dict[str, Any] = {name: cells[key] for key, name in keys.items() if key in cells}
    if "inputs" in cells:
        pairs = [line.partition("=") for line in lines_of(cells["inputs"])]
        if bad := next((name for name, sign, _ in pairs if not sign), None):
            raise UsageError(f'the input "{bad}" has no value', where=where, do="Write it as name=value")
        rule["inputs"] = {name.strip(): read(value.strip()) for name, _, value in pairs}
    if "value" in cells:
        rule["value"] = read(cells["value"])
    return rule


def _clause(text: str, where: str) -> dict[str, str]:
    place, sign, clause = (part.strip() for part in text.partition("§"))
    if not (sign and place and clause):
        raise UsageError(f'"{text}" is no clause', where=where, do='Write it as "notice.md § V"')
    policy, _, document = place.rpartition("/")
    return {"document": document, "clause": clause} | ({"policy": policy} if policy else {})


def _clause_text(ref: ClauseRef) -> str:
    return f"{f'{ref.policy}/' if ref.policy else ''}{ref.document} § {ref.clause}"


def _day(text: str, name: str, where: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f'{name} is "{text}"', where=where, do="Write a day as 2025-05-12") from None


def _check(shape: type[CaseShape] | type[SuiteShape], value: Mapping[str, Any], where: str) -> None:
    try:
        shape.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = ".".join(str(step) for step in first["loc"] if not isinstance(step, int))
        raise UsageError(f"{name}: {first['msg'].lower()}", where=where, do="Mend the cell") from None
