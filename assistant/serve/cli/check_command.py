"""`policy-assistant check`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from assistant.serve.cli.call import settings_of

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def run(arguments: argparse.Namespace) -> int:
    """Prints every problem of the data files; 1 when there is one."""
    from assistant.check_corpus import check_corpus
    from assistant.check_rules import check_rules
    from assistant.wiring.corpus import added_folder
    from assistant.wiring.indexing import document_readers

    readers = list({id(reader): reader for reader in document_readers().values()}.values())
    settings = settings_of(arguments)
    home = settings.home
    if (home / "eval").is_dir():
        check_eval(home / "eval")
    problems = [*check_corpus(home, readers, [added_folder(settings)]), *check_rules(home, readers)]
    for problem in problems:
        print(problem.message)
    if problems:
        print(f"policy-assistant: {len(problems)} problems in the data files", file=sys.stderr)
        return 1
    print("The data files are in order.")
    return 0


def check_eval(folder: Path) -> None:
    """The suites, gates and changes of an evaluation. Raises CorpusError with file and line."""
    from assistant.evaluation.gates import load_gates
    from assistant.evaluation.made.mutations import load_mutations
    from assistant.evaluation.suites import load_suites

    load_suites([folder / "suites"])
    load_gates(folder / "gates.yaml")
    load_mutations(folder / "mutations.yaml")
