"""The page of a case: read it, record the first conversation, write to the person."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.casework.desk import read_case, record_check, send_message
from portal.casework.desk_rehub import read_rehub
from portal.casework.side_states import list_set_by_desk
from portal.texts.languages import DEFAULT
from portal.texts.written import find_written_language
from portal.web.desk import case_page, unsent
from portal.web.desk.contact import describe_contact
from portal.web.desk.forms import MessageForm
from portal.web.desk.here import ask_again, get_portal, get_staff, say, take_problems, take_said
from portal.web.desk.rehub import ask_words, mail_words, way_words
from portal.web.desk.requests import make_lift_field, show_requests
from portal.web.desk.talks import show_talk
from portal.web.desk.words import note_words, outcome_words, rhythm_words
from portal.web.fields import list_field_problems

blueprint = Blueprint("case", __name__, url_prefix="/case/<case_id>")


@blueprint.get("")
def show(case_id: str) -> ResponseReturnValue:
    """Show a case: safe contact beside it, needs first."""
    portal = get_portal()
    page = read_case(portal.side, get_staff(), case_id)
    problem = next(iter(take_problems()), "")
    message_fields = case_page.make_message_fields(page, unsent.find(case_id, "case.send"), problem)
    check_field = case_page.make_check_field(problem)
    lift_field = make_lift_field(problem)
    fields = (lift_field, check_field, *message_fields)
    return render_template(
        "desk/case.html",
        page=page,
        name=case_page.in_their_language(page, page.name) if page.name else "Name not verified",
        contact=describe_contact(page),
        story=case_page.list_story(page),
        sender_rows=case_page.list_sender(page),
        language_name=case_page.language_name(page),
        stage=portal.library.stage("en", page.case.stage.value),
        beside=list_set_by_desk(page.opened),
        stage_name=case_page.stage_name,
        rhythm=rhythm_words(page.case.rhythm),
        outcome_words=outcome_words,
        rehub=read_rehub(portal.side, page),
        ask_words=ask_words,
        mail_words=mail_words,
        way_words=way_words,
        in_their_language=case_page.in_their_language,
        message_fields=message_fields,
        name_language=case_page.name_language,
        answer_day=case_page.find_answer_day,
        check_field=check_field,
        stage_field=case_page.make_stage_field(page),
        lift_field=lift_field,
        may_close=page.may_close_withdrawn(portal.side.clock.today()),
        **show_requests(page),
        **show_talk(page),
        problems=list_field_problems(*fields),
        notes=tuple(note_words(code) for code in take_said()),
    )


@blueprint.post("/check")
def check(case_id: str) -> ResponseReturnValue:
    """Record the first conversation, once all three are ticked."""
    if set(request.form.getlist("checked")) == set(case_page.CHECKS):
        record_check(get_portal().side, get_staff(), case_id)
        say("checked")
    else:
        ask_again("check_missing")
    return redirect(url_for("case.show", case_id=case_id), code=303)


@blueprint.post("/messages")
def send(case_id: str) -> ResponseReturnValue:
    """Write to the person; what cannot be sent yet is kept."""
    form = MessageForm()
    if not form.validate():
        unsent.keep(case_id, "case.send", form.words.data or "")
        ask_again(form.list_problems()[0])
        return redirect(url_for("case.show", case_id=case_id), code=303)
    words = form.words.data or ""
    language = find_written_language(words, form.language.data or DEFAULT)
    is_new = send_message(get_portal().side, get_staff(), case_id, words, language=language)
    unsent.forget()
    say("sent" if is_new else "sent_before")
    return redirect(url_for("case.show", case_id=case_id, _anchor="messages"), code=303)
