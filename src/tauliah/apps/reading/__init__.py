"""Where a person is in lessons, what was marked and noted there, and the search over texts."""
