"""Chinese words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from assistant.adapters.jieba_words import JiebaWords


def test_chinese_is_cut_into_words_that_make_up_the_text(tmp_path: Path) -> None:
    words = JiebaWords(tmp_path).words("中小企业数字化转型")

    assert "".join(words) == "中小企业数字化转型"
    assert "中小企业" in words


def test_its_cache_lies_in_our_folder(tmp_path: Path) -> None:
    JiebaWords(tmp_path).words("政策")

    assert (tmp_path / "jieba.cache").exists()


def test_english_does_not_load_it(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from assistant.adapters.jieba_words import JiebaWords\n"
        f"assert JiebaWords(Path({str(tmp_path)!r})).words('two words') == ['two', 'words']\n"
        "assert 'jieba' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_it_says_nothing(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from assistant.adapters.jieba_words import JiebaWords\n"
        f"JiebaWords(Path({str(tmp_path)!r})).words('政策')"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, capture_output=True)
    assert (done.stdout, done.stderr) == (b"", b"")
