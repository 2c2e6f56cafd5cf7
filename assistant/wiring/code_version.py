"""By what a thing that was made is known to be of this code: hashes of files, versions of packages."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


@cache
def code_version(patterns: tuple[str, ...], packages: tuple[str, ...]) -> str:
    """A hash of those files of the package (glob patterns) and of the versions of other packages."""
    root = Path(__file__).parent.parent
    files = [file for pattern in patterns for file in sorted(root.glob(pattern))]
    code = [f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files]
    versions = [f"{package} {package_version(package)}" for package in packages]
    return hashlib.sha256("\n".join([*code, *versions]).encode()).hexdigest()[:16]


def package_version(package: str) -> str | None:
    """The installed version; None when it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None
