"""The self-referral: one question a page, drawn from the rules' own declaration of the questions."""
