"""A server with the chat page, for all browser tests of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="session")
def site(corpus_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server like the one `make serve` starts, over a copy of the index."""
    data_dir = tmp_path_factory.mktemp("chat") / "data"
    shutil.copytree(corpus_data_dir, data_dir)
    command = [sys.executable, "-m", "assistant", "--data-dir", str(data_dir), "serve", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ)
    assert server.stdout
    said = ""
    for line in server.stdout:
        said += line
        if found := re.search(r"Ready: (http://\S+)", line):
            yield found[1]
            break
    else:
        pytest.fail(f"the server did not start: {said}")
    server.terminate()
    assert server.wait(20) is not None


@pytest.fixture
def chat(site: str, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens the chat page, ready to be asked."""

    def opened(path: str = "/", **screen: object) -> Page:
        page = open_page(**screen)
        page.set_default_timeout(10_000)
        page.goto(site + path)
        page.wait_for_selector("#language")
        return page

    return opened
