"""The benchmarks where there are no question sets."""

import runpy
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("module", ["bench.quality", "bench.tune_weights", "bench.fit_answerable"])
def test_without_question_sets_it_says_so_and_ends_well(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [module, "--sets", str(tmp_path), "--data-dir", str(tmp_path / "data")])
    monkeypatch.delitem(sys.modules, module, raising=False)
    runpy.run_module(module, run_name="__main__")
    assert "No question sets" in capsys.readouterr().out
    assert not (tmp_path / "data").exists()
