"""`hamgate admin`: who may administer this installation."""

import click

from service.commands.printing import AS_JSON, print_json, print_table
from service.commands.program import read_settings, with_stores


@click.group()
def admin() -> None:
    """Make and list admins."""


@admin.command("add")
@click.argument("name")
@AS_JSON
def add_admin(name: str, *, as_json: bool) -> None:
    """Make an admin NAME; token and password are shown only now."""
    made, token, password = with_stores(read_settings(), lambda stores: stores.admins.add(name))
    if as_json:
        print_json({"admin": made.name, "token": token, "password": password})
        return
    click.echo(f"admin     {made.name}\ntoken     {token}\npassword  {password}")
    click.echo("Both are shown only now.")


@admin.command("list")
@AS_JSON
def list_admins(*, as_json: bool) -> None:
    """List all admins, by name."""
    admins = with_stores(read_settings(), lambda stores: stores.admins.list())
    if as_json:
        print_json([{"admin": one.name} for one in admins])
        return
    rows = [(one.name, f"{one.created_at:%Y-%m-%d}") for one in admins]
    print_table([("admin", "made"), *rows])
