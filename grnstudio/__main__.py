"""``python -m grnstudio``."""

from __future__ import annotations

import sys

from grnstudio.cli import main

if __name__ == "__main__":
    sys.exit(main())
