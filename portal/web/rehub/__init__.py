"""What re:hub uses: the API for its software, and for its people the one page that a link leads to. Opens no case."""
