"""Classes: who sits, who waits, who came."""
