"""Parallel forms for an exam: what a committee asks, the run, its answer, approval, and their use."""
