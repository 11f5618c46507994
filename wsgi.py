"""Where a server finds the two sites, and what starts everything when run as a program.

`wsgi:public` and `wsgi:desk` are each built only when asked for, so that the public site never touches the
desk's keys. Importing this sets up nothing; an old Python can read it far enough to say that it is too old.
"""

import functools
import importlib
import os

BUILDERS = {
    "public": ("portal.web.public_app", "create_public_app"),
    "desk": ("portal.web.desk_app", "create_desk_app"),
}


@functools.lru_cache(maxsize=2)
def _build(name: str) -> "object":
    settings = importlib.import_module("portal.settings")
    module, builder = BUILDERS[name]
    return getattr(importlib.import_module(module), builder)(
        settings.Settings.from_mapping(os.environ, settings.Role(name))
    )


def __getattr__(name: str) -> "object":
    if name in BUILDERS:
        return _build(name)
    raise AttributeError(name)


if __name__ == "__main__":
    import sys

    from portal import setup

    root = os.path.dirname(os.path.abspath(__file__))
    launcher = os.path.join(root, ".venv", "bin", "portal")
    sys.exit(setup.run(root, ["portal/requirements.lock"], [launcher, "serve", *sys.argv[1:]]))
