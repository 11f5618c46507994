"""The portal: a public site, a desk and a worker over one database.

Holds nothing itself: every name has one address in a module below.
"""
