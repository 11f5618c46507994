"""Reading the files that re:hub's spreadsheets come in. It decides nothing about what they say."""
