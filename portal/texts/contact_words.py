"""The words of the questions on safe contact, help to take part and how much to hear. No rule is here."""

from collections.abc import Mapping

from portal.texts.question_words import N_, NC_, QuestionWords, Words

_MAY_WE = {"yes": NC_("answer to “May we …?”", "Yes"), "no": NC_("answer to “May we …?”", "No")}

CONTACT_WORDS: Mapping[str, QuestionWords] = {
    "contact_method": QuestionWords(
        N_("Choose the one way that is safest"),
        N_("We will use no other."),
        N_("How we may reach you"),
        {
            "none": Words(
                N_("Do not contact me. I will look here"),
                N_("You open your page with your code. Nobody rings or writes."),
            ),
            "call": Words(N_("A phone call")),
            "text": Words(N_("A text message")),
            "email": Words(N_("An e-mail")),
            "letter": Words(N_("A letter"), N_("Think first who sees the post where you live.")),
            "someone_else": Words(N_("Ring someone I trust instead")),
        },
    ),
    "other_name": QuestionWords(N_("What is the name of the person we should ring?"), short=N_("Ring this person")),
    "phone": QuestionWords(
        N_("Which phone number?"), N_("A number that only you, or the person you trust, answers."), N_("Phone number")
    ),
    "email": QuestionWords(N_("Which e-mail address?"), N_("An address that nobody else reads."), N_("E-mail address")),
    "letter_warned": QuestionWords(
        N_("Before you choose a letter"),
        N_("A letter lies where others can see it. They may ask who wrote, or open it. It comes in a plain envelope."),
        N_("Told what a letter may bring"),
        {"yes": Words(N_("I know this, and I want a letter"))},
    ),
    "address": QuestionWords(N_("Which address?"), N_("Where it is safe to send a plain letter."), N_("Address")),
    "days": QuestionWords(
        N_("Which days are safe?"),
        options={
            "monday": Words(N_("Monday")),
            "tuesday": Words(N_("Tuesday")),
            "wednesday": Words(N_("Wednesday")),
            "thursday": Words(N_("Thursday")),
            "friday": Words(N_("Friday")),
            "any_day": Words(N_("Any working day")),
        },
    ),
    "hours": QuestionWords(
        N_("Which hours are safe?"),
        options={
            "morning": Words(N_("9 to 11 in the morning")),
            "midday": Words(N_("11 in the morning to 2")),
            "afternoon": Words(N_("2 to 5 in the afternoon")),
            "evening": Words(N_("5 to 7 in the evening")),
            "any_time": Words(N_("Any time from 9 to 7")),
        },
    ),
    "wording": QuestionWords(
        N_("Which words shall a message use?"),
        N_("It will say this and nothing else: no name, no link, nothing about what happened."),
        N_("Words of a message"),
        {
            "news": Words(N_("There is something new for you.")),
            "appointment": Words(N_("A reminder about your appointment.")),
            "library": Words(N_("The item you asked for is ready.")),
        },
    ),
    "leave_message": QuestionWords(N_("May we leave a message if nobody answers?"), options=_MAY_WE),
    "say_who": QuestionWords(N_("May we say who we are if someone else answers?"), options=_MAY_WE),
    "if_others_answer": QuestionWords(
        N_("What should we say if someone else answers?"),
        N_("For example: “It is the library.” You can leave this empty: then we say “wrong number”."),
        N_("If someone else answers"),
    ),
    "code_word": QuestionWords(
        N_("A code word for our calls"),
        N_("We say it first, so that you know it is us. You can leave this empty."),
        N_("Code word"),
    ),
    "phrase_prompt": QuestionWords(
        N_("A question only you can answer"),
        N_("For example: “What colour was the bus?” You can leave this empty."),
        N_("Your check question"),
    ),
    "check_phrase": QuestionWords(
        N_("Your answer, or a few words you will remember"),
        N_("If you ring, we ask for these words. They show that it is really you."),
        N_("Your check words"),
    ),
    "needs": QuestionWords(
        N_("What would help you to take part?"),
        N_("Choose all that fit. You can leave this empty."),
        N_("Help to take part"),
        {
            "interpreter": Words(N_("An interpreter")),
            "bsl": Words(N_("British Sign Language")),
            "easy_read": Words(N_("Easy Read")),
            "access": Words(N_("Something about access"), N_("For example a ramp, breaks, or large print")),
            "supporter": Words(N_("Someone I trust beside me")),
            "none": Words(N_("I need nothing special")),
        },
    ),
    "needs_words": QuestionWords(
        N_("Which language, or what else should we know?"), N_("You can leave this empty."), N_("More about help")
    ),
    "anything_else": QuestionWords(
        N_("Is there anything else you want to say?"),
        N_("You can leave this empty. The service reads it. A court may ask for words that are written down."),
        N_("Anything else"),
    ),
    "rhythm": QuestionWords(
        N_("How often do you want to hear from us?"),
        N_("You can always look on your page. We write there by the day we promise, also when nothing is new."),
        N_("How often you hear from us"),
        {
            "two_weekly": Words(N_("Every two weeks")),
            "weekly": Words(N_("Every week")),
            "monthly": Words(N_("Every month")),
            "only_changes": Words(N_("Only when something changes"), N_("And at least every three months")),
        },
    ),
}
