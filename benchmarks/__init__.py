"""How fast it is, measured side by side with a peer where there is one."""
