"""Walks through the figures: of an edition, an earlier one of a trial copy, and while they cannot be read."""

from __future__ import annotations

from portal.web.public.editions import Editions
from tests.editions import FOURTH, THIRD, keep_edition
from tests.walk.album import Walker
from tests.walk.reading import in_place_of
from tests.walk.visitor import arrive
from tests.web.scene import Scene


def walk_figures(walker: Walker, scene: Scene) -> None:
    """See each state of the page; before there is an edition it is walked among the other pages."""
    visitor, store = arrive(scene, walker.lang), scene.portal.side.store
    keep_edition(store, THIRD, is_trial=True)
    keep_edition(store, FOURTH)
    with in_place_of(scene.app.extensions, "editions", Editions(lambda: scene.portal.side, lambda: 0.0)):
        walker.see("newest", visitor.look("figures"))
        walker.see("earlier, of a trial copy", visitor.look(f"figures?quarter={THIRD}"))
    with in_place_of(scene.app.extensions, "editions", Away()):
        walker.see("cannot be read", visitor.look("figures"))


class Away:
    """Stands in for the editions while the database is away."""

    def list_now(self) -> None:
        """Know nothing."""

    def find_mark(self) -> None:
        """Know nothing."""
