"""How the laws of exam science are tried: many small analyses, each on one core."""

from __future__ import annotations

import os

# Read when numpy loads. Matrices here are too small to share between cores, and threads that wait
# for each other on a busy machine take twenty times the work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
