"""Tests of the portal's words: the code that reads them, and the content itself."""
