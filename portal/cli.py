"""The command line: which commands there are and where each one lives.

A command is imported only when it is asked for, so that `portal prepare` does not wait for the web.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping

import click

from portal.domain.errors import NotAllowed, Unavailable
from portal.settings import SettingsFault

# Name of a command -> the module and attribute of its click command.
COMMANDS: Mapping[str, str] = {
    "prepare": "portal.commands.prepare:prepare_command",
    "serve": "portal.commands.serve:serve_command",
    "worker": "portal.commands.worker:worker_command",
    "service": "portal.commands.service:service_group",
    "staff": "portal.commands.staff:staff_group",
    "keys": "portal.commands.keys:keys_group",
    "rehub": "portal.commands.rehub:rehub_group",
    "audit": "portal.commands.audit:audit_group",
    "retention": "portal.commands.retention:retention_group",
    "backup": "portal.commands.backup:backup_command",
    "restore": "portal.commands.backup:restore_command",
    "content": "portal.commands.content:content_group",
    "figures": "portal.commands.figures:figures_group",
    "seed-demo": "portal.commands.seed_demo:seed_demo_command",
}


class LazyGroup(click.Group):
    """A group whose commands stay unimported until they are named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the names in their order."""
        return [*super().list_commands(ctx), *COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, or None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, attribute = COMMANDS[cmd_name].split(":")
        command = getattr(importlib.import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name]} is not a command")
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; settings that cannot be used end it with each fault on a line and status 2."""
        try:
            return super().invoke(ctx)
        except SettingsFault as fault:
            for sentence in fault.faults:
                click.echo(sentence, err=True)
            ctx.exit(2)
        except NotAllowed as error:
            click.echo(str(error), err=True)
            ctx.exit(1)
        except Unavailable:
            click.echo("The database does not answer. Start the portal once, or run: portal prepare", err=True)
            ctx.exit(1)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Run and look after the portal."""
