"""The pages: what people read and fill in, in two languages, usable without JavaScript."""

from api.pages.routes import router

__all__ = ["router"]
