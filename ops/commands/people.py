"""``zhixing people``: the members of a district, from and to sheets; what is held about one of them."""

from __future__ import annotations

import typer

from ops.commands import personal_data, rotating
from ops.texts import text

app = typer.Typer(help=text("help-people"), no_args_is_help=True)
personal_data.add_to(app)
app.command("rotate-keys", help=text("help-people-rotate-keys"))(rotating.rotate_keys)
