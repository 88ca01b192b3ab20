"""Analyses of exams: runs over scored responses, and the technical report of an exam."""
