"""`policy-assistant eval`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.model import as_json
from assistant.serve.cli.call import print_json, settings_of
from assistant.serve.cli.progress import StageProgress
from assistant.serve.clock import now

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from assistant.evaluation.gates import Gate
    from assistant.evaluation.kept_runs import KeptRuns
    from assistant.evaluation.measures.ruling import SamePlace
    from assistant.evaluation.results import Results
    from assistant.settings import Settings

FALLEN = 1


def run(arguments: argparse.Namespace) -> int:
    """Does what was asked; 1 when a gate fell."""
    return ACTIONS[arguments.action](arguments)


def _run(arguments: argparse.Namespace) -> int:
    from assistant.evaluation.evaluate import Asking, evaluate
    from assistant.evaluation.results import load_baseline, results_of

    settings = settings_of(arguments)
    gates = gates_of(arguments, settings)
    baseline = load_baseline(settings.home / "eval" / "baseline.json")
    asking = Asking(
        settings=settings,
        suites=tuple(arguments.suites or ()),
        names=tuple(arguments.suite or ()),
        target=arguments.target,
        api_key=arguments.api_key or os.environ.get("POLICY_ASSISTANT_API_KEY"),
        jobs=arguments.jobs,
    )
    with StageProgress() as progress:
        found = evaluate(asking, now(), progress)
    results = results_of(found, same_places(settings), gates, baseline)
    if arguments.judge:
        from assistant.adapters.model_judge import judge_named
        from assistant.evaluation.judging import judge_cases

        judged = judge_cases(results.scored, judge_named(arguments.judge), arguments.judge)
        results = replace(results, judged=judged)
    return told(results, settings, arguments)


def _rescore(arguments: argparse.Namespace) -> int:
    from assistant.evaluation.results import load_baseline, results_of

    settings = settings_of(arguments)
    baseline = load_baseline(settings.home / "eval" / "baseline.json")
    found = runs_of(settings).load(arguments.run_name)
    if baseline and baseline.run == found.id:
        baseline = None
    return told(results_of(found, same_places(settings), gates_of(arguments, settings), baseline), settings, arguments)


def _compare(arguments: argparse.Namespace) -> int:
    from assistant.evaluation.results import baseline_of, results_of
    from assistant.serve.cli.eval_view import show_comparison

    settings = settings_of(arguments)
    runs, same = runs_of(settings), same_places(settings)
    theirs = results_of(runs.load(arguments.theirs), same)
    ours = results_of(runs.load(arguments.ours), same, (), baseline_of(theirs))
    if arguments.json:
        print_json({"ours": ours.run.id, "theirs": theirs.run.id, "difference": as_json(ours.against)})
    else:
        show_comparison(ours, theirs)
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from assistant.evaluation.exchange import export_cases
    from assistant.evaluation.suites import chosen, load_suites

    usual = settings_of(arguments).home / "eval" / "suites"
    suites = chosen(load_suites(arguments.suites or [usual]), arguments.suite or ())
    print(f"{export_cases(suites, arguments.file)} cases written to {arguments.file}")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from assistant.evaluation.exchange import import_cases

    for file in import_cases(arguments.file, arguments.output):
        print(file)
    return 0


def _schema(arguments: argparse.Namespace) -> int:
    from assistant.evaluation.schema import write_schema

    file = arguments.output or settings_of(arguments).home / "eval" / "suite.schema.json"
    write_schema(file)
    print(file)
    return 0


def told(results: Results, settings: Settings, arguments: argparse.Namespace) -> int:
    """Keeps the run, writes its report, and says how it went."""
    from assistant.evaluation.outputs import figures_of, write_outputs
    from assistant.evaluation.results import baseline_of, write_baseline
    from assistant.serve.cli.eval_view import show_results

    runs = runs_of(settings)
    if arguments.save_baseline:
        write_baseline(baseline_of(results), settings.home / "eval" / "baseline.json")
    folder = runs.keep(results.run)
    for place in (folder, *([arguments.out] if arguments.out else [])):
        write_outputs(results, place, runs)
    if arguments.json:
        print_json(figures_of(results))
    else:
        show_results(results, folder)
    return FALLEN if results.fallen else 0


def gates_of(arguments: argparse.Namespace, settings: Settings) -> tuple[Gate, ...]:
    """The gates of the file named, else of eval/gates.yaml where there is one."""
    from assistant.evaluation.gates import load_gates

    usual = settings.home / "eval" / "gates.yaml"
    file: Path | None = arguments.gates or (usual if usual.is_file() else None)
    return load_gates(file) if file else ()


def runs_of(settings: Settings) -> KeptRuns:
    """The runs of the data folder."""
    from assistant.evaluation.kept_runs import KeptRuns

    return KeptRuns(settings.data_dir / "runs")


def same_places(settings: Settings) -> SamePlace:
    """How places are told apart."""
    from assistant.evaluation.same_place import same_place_in

    return same_place_in(settings.corpus)


ACTIONS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "rescore": _rescore,
    "compare": _compare,
    "export": _export,
    "import": _import,
    "schema": _schema,
}
