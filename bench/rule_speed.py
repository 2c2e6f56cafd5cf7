"""How long a rule call takes: warm, in this process, and cold, as `policy-assistant rule` in a new one.

    python -m bench.rule_speed

Warm is the median of many calls of the rule itself, and of the whole answer with its checked quotes. Cold is the median
of a few processes. It needs an index.
"""

from __future__ import annotations

import datetime as dt
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

CALLS: Final = 200
PROCESSES: Final = 5
DAY: Final = dt.date(2025, 5, 12)
SITUATIONS: Final[Mapping[str, Mapping[str, Any]]] = {
    "recommendation_quota": {"province": "Guangdong"},
    "submission_deadline": {"day": "2025-05-19"},
    "eligibility": {"place": "Wuxi"},
    "pilot_period": {"approved": "2025-09-01"},
    "end_targets": {"enterprises": 200, "at_level_2": 180},
    "award_cap": {"place": "Guiyang"},
    "fund_split": {"enterprise_share": 80},
    "materials": {},
    "digital_level": {"edition": "2022", "score": 40},
    "double_funding": {"programme": "little giants"},
}


def median_ms(call: Callable[[], object], times: int) -> float:
    """The median of so many calls, in milliseconds."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent)


def processor_seconds() -> float:
    """What processes started here have worked so far; unlike the time on the clock it does not depend on others."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Prints a line a rule."""
    from assistant.corpus_files import load_corpus
    from assistant.corpus_files.rules import load_rulebook
    from assistant.settings import load_settings
    from assistant.wiring import open_assistant

    settings = load_settings()
    corpus = load_corpus(settings.home)
    rulebook = load_rulebook(settings.home, corpus)
    batch = corpus.schemes[0].default_batch
    assistant = open_assistant(settings)
    print(f"{'rule':<22}{'rule, ms':>10}{'answer, ms':>12}{'command, s':>12}{'of it CPU':>12}")
    for name, given in SITUATIONS.items():
        flags = [part for key, value in given.items() for part in (f"--{key.replace('_', '-')}", str(value))]
        command = [sys.executable, "-m", "assistant", "rule", name, *flags, "--as-of", DAY.isoformat()]

        def rule(name: str = name, given: Mapping[str, Any] = given) -> object:
            return rulebook.run(name, given, day=DAY, batch=batch)

        def answer(name: str = name, given: Mapping[str, Any] = given) -> object:
            return assistant.rule(name, given, as_of=DAY)

        def process(command: list[str] = command) -> object:
            return subprocess.run(command, check=True, capture_output=True)

        rule()
        answer()
        before = processor_seconds()
        cold = median_ms(process, PROCESSES) / 1000
        worked = (processor_seconds() - before) / PROCESSES
        warm = f"{median_ms(rule, CALLS):>10.3f}{median_ms(answer, CALLS):>12.1f}"
        print(f"{name:<22}{warm}{cold:>12.2f}{worked:>12.2f}")


if __name__ == "__main__":
    main()
