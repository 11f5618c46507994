"""What everything is compared with: the smallest Flask application there is."""

from flask import Flask

application = Flask("hello")


@application.get("/")
def hello() -> str:
    """Greet."""
    return "Hello, World!"
