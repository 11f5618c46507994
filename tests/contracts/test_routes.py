"""Every address of both sites. Adding one is deliberate: it is added here too."""

from __future__ import annotations

from flask import Flask

from portal.settings import Role
from portal.web.desk_app import create_desk_app
from portal.web.public_app import create_public_app
from tests.embedded import SettingsOf

# Lines of: methods, address. HEAD and OPTIONS come by themselves and are left out.
PUBLIC = """
"""
DESK = """
"""


def list_routes(app: Flask) -> list[str]:
    """List the addresses of a site as lines of the tables above."""
    return sorted(
        f"{','.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))} {rule.rule}"
        for rule in app.url_map.iter_rules()
    )


def test_the_public_site_has_these_addresses(settings_of: SettingsOf) -> None:
    """No more and no fewer."""
    assert list_routes(create_public_app(settings_of(Role.PUBLIC))) == sorted(PUBLIC.strip().splitlines())


def test_the_desk_has_these_addresses(settings_of: SettingsOf) -> None:
    """No more and no fewer."""
    assert list_routes(create_desk_app(settings_of(Role.DESK))) == sorted(DESK.strip().splitlines())
