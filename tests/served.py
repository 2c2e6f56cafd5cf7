"""A server like the one `make serve` starts, for browser tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest


def served(data_dir: Path) -> Iterator[str]:
    """Its address; ended when the generator goes on."""
    command = [sys.executable, "-m", "assistant", "--data-dir", str(data_dir), "serve", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ)
    assert server.stdout
    said = ""
    for line in server.stdout:
        said += line
        if found := re.search(r"Ready: (http://\S+)", line):
            threading.Thread(target=server.stdout.read, daemon=True).start()
            yield found[1]
            break
    else:
        pytest.fail(f"the server did not start: {said}")
    server.terminate()
    assert server.wait(20) is not None
