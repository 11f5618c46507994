"""Walks both sites whole: every part in every language, each over a scene of its own, into one album."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from tests.languages import LANGS
from tests.walk import (
    answers,
    at_desk,
    codes,
    figures,
    finding,
    form,
    from_rehub,
    late,
    private,
    promises,
    reading,
    rehub,
    talks,
)
from tests.walk.album import PUBLIC, Album, Walker
from tests.web.scene import Scene, copy_scene, make_scene

PUBLIC_PARTS: Mapping[str, Callable[[Walker, Scene], None]] = {
    "pages": reading.walk_pages,
    "ways": reading.walk_ways,
    "find": finding.walk_find,
    "figures": figures.walk_figures,
    "named": reading.walk_named,
    "errors": reading.walk_errors,
    "form": form.walk_form,
    "entry": private.walk_entry,
    "page": private.walk_page,
    "requests": private.walk_requests,
    "stages": private.walk_stages,
    "promises": promises.walk_promises,
    "beside": promises.walk_beside,
    "codes": codes.walk_codes,
    "talks": talks.walk_talks,
    "rehub": rehub.walk_link,
}
DESK_PARTS: Mapping[str, Callable[[at_desk.AtDesk], None]] = {
    "desk": at_desk.walk_ways_in,
    "cases": at_desk.walk_cases,
    "answers": answers.walk_answers,
    "notices": at_desk.walk_notices,
    "late": late.walk_late,
    "talks at the desk": talks.walk_talks_at_desk,
    "rehub at the desk": rehub.walk_rehub_at_desk,
    "from re:hub": from_rehub.walk_from_rehub,
}
NOT_IN = frozenset({("rehub", "ar")})  # for re:hub's people, in English and Welsh
WALKS = [(part, lang) for lang in LANGS for part in PUBLIC_PARTS if (part, lang) not in NOT_IN]
WALKS += [(part, "en") for part in DESK_PARTS]


def walk_everything(folder: Path, database_url: str, walks: Collection[tuple[str, str]] = WALKS) -> Album:
    """Return every state of both sites, or of some parts in some languages; the folder takes the scenes."""
    made, album = make_scene(folder, database_url), Album()
    with album.note_presses(made.app, PUBLIC):
        for number, (part, lang) in enumerate(each for each in WALKS if each in walks):
            place = folder / str(number)
            place.mkdir()
            scene = copy_scene(made, place)
            if part in PUBLIC_PARTS:
                PUBLIC_PARTS[part](Walker(album, made.app, part, lang), scene)
            else:
                with at_desk.open_desk(album, scene, part) as desk:
                    DESK_PARTS[part](desk)
            scene.portal.side.store.close()
    return album
