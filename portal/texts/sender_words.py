"""The words of what is asked of whoever sends for somebody else: the agreement, and who they are. No rule is here."""

from collections.abc import Mapping

from portal.texts.question_words import N_, QuestionWords, Words

SENDER_WORDS: Mapping[str, QuestionWords] = {
    "agreement": QuestionWords(
        N_("Their agreement"),
        short=N_("Their agreement"),
        options={"yes": Words(N_("They have agreed that I send this"))},
    ),
    "knows_what": QuestionWords(
        N_("Do they know what you are sending?"),
        N_("If they do not know yet, talk with them first. You can save this form and come back."),
        N_("They know what is sent"),
        {
            "all": Words(N_("Yes, every answer")),
            "roughly": Words(N_("They know that I ask, and roughly what I write")),
        },
    ),
    "agreed_how": QuestionWords(
        N_("When and how did they say yes?"),
        N_("For example: “On Tuesday, face to face.” Please do not write what happened."),
        N_("When and how they agreed"),
    ),
    "sender_name": QuestionWords(
        N_("What is your name?"), N_("The service asks for you by this name."), N_("Your name")
    ),
    "sender_tie": QuestionWords(
        N_("Who are you to them?"),
        N_("You can leave this empty."),
        N_("Who you are to them"),
        {
            "partner": Words(N_("Their partner")),
            "family": Words(N_("Someone in their family")),
            "friend": Words(N_("A friend or a neighbour")),
            "carer": Words(N_("Someone who cares for them")),
            "other": Words(N_("Someone else")),
        },
    ),
    "organisation": QuestionWords(N_("Which organisation do you work for?"), short=N_("Your organisation")),
    "role": QuestionWords(
        N_("What is your job there?"), N_("For example: support worker, or victim liaison officer."), N_("Your job")
    ),
    "sender_way": QuestionWords(
        N_("How can the service reach you?"),
        N_("Only to ask you something about what you send. You will not hear from us what they decide."),
        N_("How the service reaches you"),
        {"call": Words(N_("A phone call")), "email": Words(N_("An e-mail"))},
    ),
    "sender_phone": QuestionWords(
        N_("Which phone number of yours?"), N_("One on which it is safe to talk about this."), N_("Your phone number")
    ),
    "sender_email": QuestionWords(
        N_("Which e-mail address of yours?"),
        N_("One that the person who did it cannot read."),
        N_("Your e-mail address"),
    ),
}
MISSING_OF_SENDER: Mapping[str, str] = {
    "agreement": N_("Tick the box if they have agreed. If they have not, ask them first"),
    "knows_what": N_("Choose whether they know what you are sending"),
    "agreed_how": N_("Write when and how they said yes"),
    "sender_name": N_("Write your name"),
    "organisation": N_("Write which organisation you work for"),
    "role": N_("Write what your job is"),
    "sender_way": N_("Choose how the service can reach you"),
    "sender_phone": N_("Write your phone number, or go back and choose an e-mail"),
    "sender_email": N_("Write your e-mail address, or go back and choose a phone call"),
}
