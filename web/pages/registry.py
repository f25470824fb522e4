from flask import Blueprint

pages = Blueprint("registry", __name__)


@pages.get("/registry")
def begin(number: int = 0) -> str:
    return "begin"


@pages.get("/works/<int:number>/registry")
def show(number: int = 0) -> str:
    return "show"
