from flask import Blueprint

pages = Blueprint("audit", __name__)


@pages.get("/works/<int:number>/audit/start")
def start(number: int = 0) -> str:
    return "start"


@pages.get("/works/<int:number>/audit")
def overview(number: int = 0) -> str:
    return "overview"
