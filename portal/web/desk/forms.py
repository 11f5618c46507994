"""The desk's forms, parsed by Flask-WTF; macros draw them from Field objects, never these. Messages are codes."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.casework.desk import MESSAGE_LENGTH, UPDATE_LENGTH
from portal.casework.desk_beside import WORDS_LENGTH
from portal.domain.free_text import clean_text
from portal.domain.stages import Stage


class DeskForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What the desk's forms share."""

    def list_problems(self) -> tuple[str, ...]:
        """Return the codes of what is to be put right, in the order of the fields."""
        return tuple(str(code) for codes in self.errors.values() for code in codes)


def _clean(text: str | None) -> str:
    return clean_text(text or "", keep_lines=True)


def _clean_line(text: str | None) -> str:
    return clean_text(text or "")


class TickField(BooleanField):
    """A tick that counts only as our own page sends it."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the tick, or leave it open."""
        self.data = list(valuelist) == ["yes"]


class SignInForm(DeskForm):
    """Both factors at once; the password is never kept or shown again."""

    email = StringField(filters=[_clean_line], validators=[InputRequired("email_missing")])
    password = PasswordField(validators=[InputRequired("password_missing")])
    otp = StringField(filters=[_clean_line], validators=[InputRequired("otp_missing")])


class MessageForm(DeskForm):
    """A message to the person, and which language it is in; English where that is not asked."""

    language = StringField()

    words = TextAreaField(
        filters=[_clean],
        validators=[InputRequired("message_missing"), Length(max=MESSAGE_LENGTH, message="message_too_long")],
    )

    def validate_words(self, field: TextAreaField) -> None:
        """Refuse a message of blanks only."""
        if not field.data:
            raise ValidationError("message_missing")


class MoveForm(DeskForm):
    """A move of a case, with the stage the practitioner saw and, optionally, words to the person."""

    then = StringField()
    seen = StringField()
    words = TextAreaField(filters=[_clean], validators=[Length(max=UPDATE_LENGTH, message="words_too_long")])
    has_talked = TickField()

    @property
    def stages(self) -> tuple[Stage, Stage] | None:
        """Return the stage seen and the stage to come; None when either is no stage at all."""
        if self.seen.data not in set(Stage) or self.then.data not in set(Stage):
            return None
        return Stage(self.seen.data), Stage(self.then.data)


class BesideForm(DeskForm):
    """Putting something beside the stage with words to the person, or taking it off."""

    act = StringField()
    words = TextAreaField(filters=[_clean], validators=[Length(max=WORDS_LENGTH, message="words_too_long")])

    @property
    def is_end(self) -> bool:
        """Say whether it is to be taken off."""
        return self.act.data == "end"
