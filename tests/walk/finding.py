"""Walks through finding the local service: each kind of answer, and the form begun with an area."""

from __future__ import annotations

from tests.walk.album import Walker
from tests.walk.visitor import arrive
from tests.web.scene import Scene

# what is typed, by the name of the answer
TYPED = {
    "one area": "CM1",
    "a whole postcode": "LS1 4AP",
    "several areas": "Newport",
    "near spellings": "Glocester",
    "letters alone": "LU97",
    "in Scotland": "Glasgow",
    "too wide": "England",
    "not known": "Nowhere at all",
}
CHOSEN = ("gwent", "humberside", "kent", "hampshire-and-isle-of-wight", "avon-and-somerset", "nottinghamshire")


def walk_find(walker: Walker, scene: Scene) -> None:
    """See every kind of answer, the services of some areas, and a form that begins with one."""
    visitor = arrive(scene, walker.lang)
    for name, typed in TYPED.items():
        walker.see(name, visitor.go_on("find", {"q": typed}))
    for code in CHOSEN:
        walker.see(f"area {code}", visitor.look(f"find?area={code}"))
    walker.see("form begun with an area", visitor.look("refer?area=gwent"))
    walker.see("form begun without one", visitor.look("refer?area=not_sure"))
