from flask import Blueprint

pages = Blueprint("lint", __name__)


@pages.get("/lint")
def drop(number: int = 0) -> str:
    return "drop"
