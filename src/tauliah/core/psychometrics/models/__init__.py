"""Marginal maximum likelihood for every model: groups, anchors, guessing, several categories."""
