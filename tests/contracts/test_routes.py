"""Every address of both sites. Adding one is deliberate: it is added here too."""

from __future__ import annotations

from flask import Flask

from portal.holders import Role
from portal.web.desk_app import create_desk_app
from portal.web.public_app import create_public_app
from tests.embedded import SettingsOf

# Lines of: methods, address. HEAD and OPTIONS come by themselves and are left out.
PUBLIC = """
DELETE,GET,PATCH,PUT /api/rehub/v1/updates
DELETE,PATCH,POST,PUT /api/rehub/v1/openapi.json
GET /
GET /<lang>/
GET /<lang>/<slug>
GET /<lang>/again
GET /<lang>/again/<int:status>
GET /<lang>/changes
GET /<lang>/changes.atom
GET /<lang>/contact
GET /<lang>/glossary
GET /<lang>/easy/<name>
GET /<lang>/figures
GET /<lang>/figures.atom
GET /<lang>/find
GET /<lang>/for-rehub-developers
GET /<lang>/is-it-for-me
POST /<lang>/find
GET /<lang>/information
GET /<lang>/information/<word>
GET /<lang>/leaflet/<name>
GET /<lang>/open/<link>
GET /<lang>/refer
GET /<lang>/refer/<slug>
GET /<lang>/refer/check
GET /<lang>/refer/done
GET /<lang>/refer/kept
GET /<lang>/refer/return
GET /<lang>/refer/save
GET /<lang>/refer/sent
GET /<lang>/refer/steps
GET /<lang>/refer/without
GET /<lang>/search
GET /<lang>/status
GET /<lang>/wait
GET /api/rehub/v1/openapi.json
GET /favicon.ico
GET /figures.csv
GET /figures.json
GET /healthz
GET /neutral
GET /readyz
GET /rehub/<link>
GET /rehub/<link>/check
GET /robots.txt
GET /sitemap.xml
GET /<lang>/status/ask/<slug>
GET /<lang>/status/pin
GET /<lang>/status/start
POST /<lang>/status/pin
POST /<lang>/status/pin/off
POST /<lang>/status/start
POST /<lang>/status/start/check
POST /<lang>/status/start/kept
POST /<lang>/status/start/make
POST /<lang>/status/start/pin
GET /<lang>/status/copy
GET /<lang>/status/copy/all
GET,POST /<lang>/status/link
GET,POST /<lang>/status/stop
GET,POST /leave
POST /<lang>/discreet
POST /discreet
POST /<lang>/open/<link>
POST /<lang>/refer
POST /<lang>/refer/<slug>
POST /<lang>/refer/check
POST /<lang>/refer/delete
POST /<lang>/refer/return
POST /<lang>/refer/save
POST /<lang>/refer/save/kept
POST /<lang>/refer/sent
POST /<lang>/refer/sent/check
POST /<lang>/refer/sent/pin
POST /<lang>/refer/sent/without
POST /<lang>/refer/words/try
POST /<lang>/stay
POST /<lang>/status
POST /<lang>/status/ask/<slug>
GET /<lang>/status/answer/here
POST /<lang>/status/answer
POST /<lang>/status/answer/here
POST /<lang>/status/close
POST /<lang>/status/link/off
POST /<lang>/status/message
POST /api/rehub/v1/updates
POST /rehub/<link>
POST /rehub/<link>/check
POST /hooks/notify
"""
DESK = """
GET /
GET /again/<int:status>
GET /case/<case_id>
GET /case/<case_id>/answer
GET /case/<case_id>/answer/no
GET /case/<case_id>/beside/<what>
GET /case/<case_id>/contact
GET /case/<case_id>/links
GET /case/<case_id>/move
GET /case/<case_id>/new-code
GET /case/<case_id>/rehub/undo
GET /case/<case_id>/talk
POST /case/<case_id>/rehub/ask
POST /case/<case_id>/rehub/off
POST /case/<case_id>/rehub/undo
POST /case/<case_id>/talk/ask
POST /case/<case_id>/talk/end
POST /case/<case_id>/talk/try
POST /case/<case_id>/new-code
GET /letters
GET /late
GET /notices
GET /sheet
GET /sheet/check
POST /letters
POST /sheet
POST /sheet/check
POST /sheet/forget
GET /favicon.ico
GET /healthz
GET /not-sent
GET /readyz
GET /robots.txt
GET /sign-in
GET /wait
POST /case/<case_id>/answer
POST /case/<case_id>/answer/no
POST /case/<case_id>/beside/<what>
POST /case/<case_id>/check
POST /case/<case_id>/contact
POST /case/<case_id>/links
POST /case/<case_id>/messages
POST /case/<case_id>/move
POST /case/<case_id>/requests/close
POST /case/<case_id>/requests/confirmed
POST /case/<case_id>/requests/lift
POST /notices/<notice_id>
POST /sign-in
POST /sign-out
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
