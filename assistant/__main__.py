"""`python -m assistant` is `policy-assistant`."""

from __future__ import annotations

import sys

from assistant.serve.cli import main

sys.exit(main())
