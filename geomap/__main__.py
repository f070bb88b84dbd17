"""``python -m geomap`` is the ``geomap`` command."""

from __future__ import annotations

import sys

from geomap.cli import main

sys.exit(main())
