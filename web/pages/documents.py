from flask import Blueprint

pages = Blueprint("documents", __name__)


@pages.get("/works/<int:number>/documents")
def choose(number: int = 0) -> str:
    return "choose"
