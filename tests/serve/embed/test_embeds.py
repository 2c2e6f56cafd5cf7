from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import NotFound, SettingsError
from assistant.serve.embed.contrast import contrast
from assistant.serve.embed.embeds import embed_named, load_embeds

GOOD = """\
embeds:
  parks:
    title: {en: Parks, zh: 公园}
    origins: ["https://portal.example"]
    secrets: {k1: "env:PARKS_SECRET"}
    colours:
      light: {accent: "#0f4c5c", on_accent: "#ffffff"}
"""
SECRETS = {"PARKS_SECRET": "s" * 32}


def load(tmp_path: Path, text: str, secrets: dict[str, str] = SECRETS):
    file = tmp_path / "embeds.yaml"
    file.write_text(text, encoding="utf-8")
    return load_embeds(file, secrets)


def test_an_embed_has_what_its_file_says_and_defaults_for_the_rest(tmp_path):
    embed = load(tmp_path, GOOD)["parks"]
    assert embed.origins == ("https://portal.example",)
    assert embed.issuer == "parks"
    assert (embed.questions_per_minute, embed.question_length) == (10, 1_000)
    assert "s" * 32 not in repr(embed)


def test_without_a_file_nothing_may_embed():
    assert load_embeds(None) == {}
    with pytest.raises(NotFound):
        embed_named("parks", {})


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("    title:", "    titel: {en: a, zh: b}\n    title:", 3, "titel"),
        ("https://portal.example", "http://portal.example", 4, "no origin"),
        ("https://portal.example", "https://portal.example/path", 4, "no origin"),
        ("https://portal.example", "*", 4, "no origin"),
        ("https://portal.example", "https://a.example; script-src *", 4, "no origin"),
        ("  parks:", '  "Parks!":', 2, "cannot name an embed"),
        ("#ffffff", "#5c6b70", 7, "contrast of"),
        ("#0f4c5c", "#ffd0d0", 7, "contrast of"),
        ("#0f4c5c", "red; } * {", 7, "accent"),
    ],
)
def test_a_fault_is_told_with_file_line_and_field(tmp_path, old, new, line, words):
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, GOOD.replace(old, new))
    assert caught.value.where.endswith(f"embeds.yaml:{line}")
    assert words in caught.value.what


@pytest.mark.parametrize("source", ["env:NOT_SET", "file:not-there", "the-secret-itself", "env:lower"])
def test_a_secret_that_cannot_be_had_is_told_without_being_shown(tmp_path, source):
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, GOOD.replace("env:PARKS_SECRET", source))
    assert "embeds.parks.secrets.k1" in caught.value.where
    assert "the-secret-itself" not in caught.value.message


def test_a_short_secret_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="at least 32"):
        load(tmp_path, GOOD, {"PARKS_SECRET": "short"})


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
