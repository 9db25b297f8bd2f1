"""Lets every test import what tests share (`loopback.py`), from wherever it stands in the tree."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
