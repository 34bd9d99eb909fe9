"""`hamgate site`: tenants and their keys."""

import click

from service.commands.printing import AS_JSON, print_json, print_table
from service.commands.program import read_settings, with_stores


@click.group()
def site() -> None:
    """Make, list and remove sites, and make keys for them."""


@site.command("add")
@click.argument("name")
@AS_JSON
def add_site(name: str, *, as_json: bool) -> None:
    """Make a site NAME; its key is shown only now."""
    made, key = with_stores(read_settings(), lambda stores: stores.sites.add(name))
    if as_json:
        print_json({"site": made.id, "key": key, "name": made.name})
        return
    click.echo(f"site  {made.id}\nkey   {key}   (shown only now)")


@site.command("list")
@AS_JSON
def list_sites(*, as_json: bool) -> None:
    """List all sites, the oldest first."""
    sites = with_stores(read_settings(), lambda stores: stores.sites.list())
    if as_json:
        print_json([{"site": one.id, "name": one.name, "mode": one.mode} for one in sites])
        return
    head = ("site", "mode", "made", "name")
    rows = [(one.id, str(one.mode), f"{one.created_at:%Y-%m-%d}", one.name) for one in sites]
    print_table([head, *rows])


@site.command("remove")
@click.argument("site_id")
def remove_site(site_id: str) -> None:
    """End the site SITE_ID and its keys."""
    with_stores(read_settings(), lambda stores: stores.sites.remove(site_id))
    click.echo(f"removed {site_id}")


@site.command("key")
@click.argument("site_id")
@click.option("--replace", is_flag=True, help="End the site's former keys.")
@AS_JSON
def make_key(site_id: str, *, replace: bool, as_json: bool) -> None:
    """Make another key for the site SITE_ID, shown only now."""
    key = with_stores(
        read_settings(), lambda stores: stores.sites.new_key(site_id, replace=replace)
    )
    if as_json:
        print_json({"site": site_id, "key": key})
        return
    click.echo(f"key   {key}   (shown only now)")
