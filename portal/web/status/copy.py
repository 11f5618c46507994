"""Taking a copy: said first what is in it and who may find it, then shown to be printed. Nothing is downloaded."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.casework.follow import view_page
from portal.casework.own_copy import view_copy
from portal.domain.errors import NotFound
from portal.texts.library import StageWords
from portal.web.language_paths import speak_language
from portal.web.site import choose_language
from portal.web.status.news_rows import list_update_rows
from portal.web.status.pins import answer_gone
from portal.web.status.request_words import asked_words
from portal.web.visits import find_page, get_portal

blueprint = Blueprint("copy", __name__, url_prefix="/<lang>/status/copy")
speak_language(blueprint)
blueprint.register_error_handler(NotFound, answer_gone)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Say what the copy holds, and what it does not."""
    ticket = find_page()
    if ticket is None:
        return redirect(url_for("status.entry"), code=303)
    page = view_page(get_portal().side, ticket)
    return render_template("status/copy.html", is_strict=page.is_strict)


@blueprint.get("/all")
def show_all() -> ResponseReturnValue:
    """Show everything on one page, all of it unfolded."""
    ticket = find_page()
    if ticket is None:
        return redirect(url_for("status.entry"), code=303)
    mine = view_copy(get_portal().side, ticket)
    stage: StageWords = get_portal().library.stage(choose_language(), mine.page.stage.value)
    return render_template(
        "status/copy_all.html",
        page=mine.page,
        stage_name=stage.name,
        updates=list_update_rows(mine.page),
        asked=tuple((asked_words(each.kind), each.on) for each in mine.asked),
        today=get_portal().side.clock.today(),
    )
