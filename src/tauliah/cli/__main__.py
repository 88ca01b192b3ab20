"""`python -m tauliah.cli` is the `tauliah` command."""

from tauliah.cli import main

main()
