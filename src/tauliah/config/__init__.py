"""Settings from the environment, addresses, and the entry point of web servers."""
