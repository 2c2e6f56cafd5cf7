"""The coefficients kept in weights.json."""

import pytest

from assistant.search.signals import FUSED
from assistant.search.weights import load_weights


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_language_has_weights_for_known_signals_and_none_speaks_against(language: str) -> None:
    weights = load_weights().languages["zh" if language == "zh" else "en"]
    assert set(weights.fusion) == {*FUSED, "language"}
    assert min(weights.fusion.values()) >= 0
    assert min(value for name, value in weights.answerable.items() if name != "bias") >= 0
    assert 0 < weights.threshold < 1


def test_meaning_counts_less_in_chinese_which_the_model_hardly_knows() -> None:
    weights = load_weights()

    def share(language: str) -> float:
        fusion = weights.languages["zh" if language == "zh" else "en"].fusion
        return (fusion["dense"] + fusion["sentence"]) / sum(fusion[name] for name in FUSED)

    assert share("zh") < share("en")
