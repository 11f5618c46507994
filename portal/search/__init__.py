"""Finds pages by what people type in their own words. No server, no script, and nothing typed is kept."""
