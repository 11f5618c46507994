"""What re:hub's software talks to. Nothing here is a page for people, and nothing here opens a case."""
