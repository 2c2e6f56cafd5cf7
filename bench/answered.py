"""Which questions about the shipped corpus the whole pipeline answers, and how long a warm answer takes.

    python -m bench.answered

Asks bench/threshold_questions.yaml over the current index of the data folder.
"""

from __future__ import annotations

import time
from statistics import fmean, median

import yaml

from assistant.documents.language import language_of
from assistant.model import Outcome, Question
from assistant.settings import load_settings
from assistant.wiring import open_assistant
from bench.choose_threshold import DAY, QUESTIONS


def main() -> None:
    """Print the share answered by language and kind of question, and the milliseconds of an answer."""
    assistant = open_assistant(load_settings())
    answered: dict[tuple[str, str], list[bool]] = {}
    spent: list[float] = []
    for kind, questions in yaml.safe_load(QUESTIONS.read_text(encoding="utf-8")).items():
        for text in questions:
            start = time.perf_counter()
            answer = assistant.ask(Question(text, as_of=DAY))
            spent.append((time.perf_counter() - start) * 1000)
            answered.setdefault((language_of(text), kind), []).append(answer.outcome is Outcome.ANSWERED)
    for (language, kind), outcomes in sorted(answered.items()):
        print(f"{language} {kind:15} {len(outcomes):3} questions, {fmean(outcomes):.3f} answered")
    print(f"warm answer: median {median(spent):.0f} ms, p95 {sorted(spent)[int(len(spent) * 0.95)]:.0f} ms")


if __name__ == "__main__":
    main()
