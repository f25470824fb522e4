from flask import Blueprint

pages = Blueprint("meeting", __name__)


@pages.get("/meeting")
def begin(number: int = 0) -> str:
    return "begin"
