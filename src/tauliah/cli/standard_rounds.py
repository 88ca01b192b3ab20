"""How the command line tells the rounds of studies without ratings."""

from __future__ import annotations

from uuid import UUID

from rich.table import Table

from tauliah.cli.console import out


def tell_rounds(id: UUID) -> None:
    """The cut of each closed round with its error, or why there is none, and what it rests on."""
    from tauliah.apps.standards.outcomes import closed_outcomes
    from tauliah.apps.standards.telling import told
    from tauliah.core.kernel import cell_in

    for one in closed_outcomes(id):
        if one.panel.refused:
            out.print(f"round {one.number}: {one.panel.refused.message.en}", markup=False)
        else:
            out.print(
                f"round {one.number}: cut {one.panel.cut:.2f} of {one.of} "
                f"(standard error {one.panel.error:.2f})"
            )
        words = told(one)
        for name, value in words.facts:
            out.print(f"  {name.en}: {cell_in(value, 'en')}", markup=False)
        for table in words.tables:
            if not table.is_detail:
                shown = Table(*(name.en for name in table.columns), box=None)
                for row in table.rows:
                    shown.add_row(*(cell_in(cell, "en") for cell in row))
                out.print(shown)
