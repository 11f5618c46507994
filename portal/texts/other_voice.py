"""The same questions asked of whoever sends for somebody else: "you" is the sender, "they" the person who was harmed.

Only what differs stands here. No rule: who reads it is portal.domain.voices'.
"""

from collections.abc import Mapping

from portal.texts.question_words import N_, NC_, QuestionWords, Words

_DO_THEY = {
    "yes": NC_("answer to “Are they …?” or “Do they …?”", "Yes"),
    "no": NC_("answer to “Are they …?” or “Do they …?”", "No"),
}
HARM_TO_FAMILY: Mapping[str, Words] = {
    "damage": Words(N_("Damage to something")),
    "sexual": Words(N_("Something sexual that somebody did not want")),
    "hate": Words(N_("Because of who somebody is"), N_("For example race, religion, disability or gender")),
}
HARM_TO_SOMEBODY = {**HARM_TO_FAMILY, "death": Words(N_("Someone died"))}
_ABOUT_THEM: Mapping[str, QuestionWords] = {
    "age": QuestionWords(
        N_("Are they 18 or over?"),
        N_("If they are under 18, a person at the service will go through everything with them."),
        N_("18 or over"),
        {
            "adult": Words(N_("Yes, they are 18 or over")),
            "under_18": Words(N_("No, they are under 18")),
            "not_said": Words(N_("I do not know, or I would rather not say")),
        },
    ),
    "connection": QuestionWords(
        N_("Who are they to what happened?"),
        N_("If more than one fits, choose the one that they want to talk about."),
        N_("Who they are to what happened"),
        {
            "self": Words(N_("It happened to them")),
            "saw": Words(N_("They saw it or heard it")),
            "family": Words(
                N_("It happened to someone close to them"),
                N_("That person died or was badly harmed: family or a close friend"),
            ),
        },
    ),
    "in_danger": QuestionWords(
        N_("Are they in danger now?"),
        N_("If someone may hurt them now, ring the number above. Whatever you answer, you can go on."),
        N_("In danger now"),
        _DO_THEY,
    ),
    "device_safe": QuestionWords(
        N_("Is it safe to use this phone or computer?"),
        N_("For example, nobody whom they fear can look at it."),
        N_("Safe to use this device"),
    ),
    "needs": QuestionWords(
        N_("What would help them to take part?"),
        N_("Choose all that fit. You can leave this empty."),
        N_("Help to take part"),
        {
            "supporter": Words(N_("Someone they trust beside them")),
            "none": Words(N_("They need nothing special")),
        },
    ),
    "anything_else": QuestionWords(
        N_("Is there anything else they want to say?"),
        N_("Write only what they want sent. A court may ask for words that are written down."),
        N_("Anything else"),
    ),
}
_WHAT_HAPPENED: Mapping[str, QuestionWords] = {
    "harm": QuestionWords(
        N_("What kind of harm was it?"),
        N_("Choose all that fit. You do not have to tell the story. You can leave this empty."),
        N_("What happened"),
        HARM_TO_SOMEBODY,
    ),
    "know_who": QuestionWords(
        N_("Do they know who did it?"),
        N_("Please do not write that person's name."),
        N_("They know who did it"),
        _DO_THEY,
    ),
    "their_age": QuestionWords(N_("How old was the person who did it, when it happened?")),
    "custody": QuestionWords(N_("Is the person who did it in prison or on probation?")),
    "court_order": QuestionWords(
        N_("Is there a court order that bans contact?"),
        N_("With them, or with anyone in their family. Nothing here may ever break one."),
        N_("Court order that bans contact"),
    ),
    "place": QuestionWords(
        N_("Where did it happen, or where do they live?"),
        N_("The first half of a postcode, like GL50, or a council or town. We never keep a full postcode."),
    ),
    "hopes": QuestionWords(
        N_("What do they hope for?"),
        N_("Choose all that fit. There is no wrong answer."),
        options={
            "questions": Words(N_("They have questions to ask")),
            "be_heard": Words(N_("They want to be heard")),
            "apology": Words(N_("They would like an apology")),
            "feel_safer": Words(N_("They want to feel safer")),
            "not_sure": Words(N_("They are not sure yet")),
        },
    ),
    "without_contact": QuestionWords(
        N_("Would they like a way without any contact?"),
        N_("None of these brings them into touch with the person who did it. They can change their mind later."),
        N_("Ways without contact"),
        {
            "someone_similar": Words(
                N_("Meet someone else who did similar harm"),
                N_("Not the person who did it. We do not know which services offer it"),
            ),
            "not_sure": Words(N_("They are not sure. They want to talk about all the ways first")),
        },
    ),
    "hopes_words": QuestionWords(
        N_("In their own words, if they like"),
        N_("Write only what they want sent."),
        N_("Their hopes in their own words"),
    ),
}
_REACHING_THEM: Mapping[str, QuestionWords] = {
    "name": QuestionWords(
        N_("What should we call them?"),
        N_("Any name they want. It need not be their legal name."),
        N_("Their name"),
    ),
    "contact_method": QuestionWords(
        N_("Choose the one way that is safest for them"),
        N_("We will use no other."),
        N_("How we may reach them"),
        {
            "none": Words(
                N_("Do not contact them. Talk with me first"),
                N_("The service reaches you, and you look for a safe way together."),
            ),
            "letter": Words(N_("A letter"), N_("Think first who sees the post where they live.")),
            "someone_else": Words(N_("Ring someone they trust instead")),
        },
    ),
    "phone": QuestionWords(
        N_("Which phone number?"),
        N_("A number that only they, or the person they trust, answer."),
        N_("Their phone number"),
    ),
    "email": QuestionWords(
        N_("Which e-mail address?"), N_("An address that nobody else reads."), N_("Their e-mail address")
    ),
    "letter_warned": QuestionWords(
        N_("Before you choose a letter"),
        N_("A letter lies where others can see it. They may ask who wrote, or open it. It comes in a plain envelope."),
        N_("Told what a letter may bring"),
        {"yes": Words(N_("They know this, and they want a letter"))},
    ),
    "code_word": QuestionWords(
        N_("A code word for our calls"),
        N_("We say it first, so that they know it is us. Choose it together. You can leave this empty."),
        N_("Code word"),
    ),
}
OTHER: Mapping[str, QuestionWords] = {**_ABOUT_THEM, **_WHAT_HAPPENED, **_REACHING_THEM}
OTHER_STEPS: Mapping[str, str] = {
    "age": N_("About them"),
    "now": N_("Are they safe now?"),
    "them": N_("About the person who did it"),
    "hopes": N_("What they hope for"),
    "name": N_("Their name"),
    "contact": N_("How we may reach them"),
}
OTHER_MISSING: Mapping[str, str] = {
    "name": N_("Write a name we may call them"),
    "contact_method": N_("Choose how we may reach them, or choose “Do not contact them”"),
}
