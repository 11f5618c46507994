"""The only talk to the outside: each module hands over one message and says truthfully what became of it."""
