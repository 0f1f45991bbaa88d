"""The web application: which parts answer which addresses, and what they are given."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from graphql import GraphQLError
from litestar import Litestar, Request, Response, get
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler
from pydantic import SecretStr

from api import badge, credentials, metrics, outlets, problems, sbom_upload
from api.assets import Assets
from api.assets import load as load_assets
from api.auth import demonstration, sessions
from api.auth.signing_in import sign_in_service
from api.exports import audit
from api.graphql import handlers as graphql
from api.graphql.answer import COMPRESSED_FROM, GZIP_LEVEL
from api.health import healthz
from api.limits.buckets import Buckets
from api.limits.http import PRICE, Limits
from api.limits.settlement import settling
from api.pages import router
from api.pages.errors import language_of
from api.pages.site import Site
from api.requests import Around
from api.settings import Settings, networks
from api.signing import Signer, checked
from api.webhooks import incoming
from demo.load import is_loaded
from registry.search.model import SearchIndex
from registry.search.postgres import PostgresIndex
from schema.context import Context
from store.actor import Actor
from store.database import Database, Unavailable

AnyRequest = Request[Any, Any, State]

FOREVER = "public, max-age=31536000, immutable"  # a file's name changes with its content


def create_app(
    settings: Settings,
    database: Database,
    *,
    search: SearchIndex | None = None,
    assets: Assets | None = None,
    more: Sequence[ControllerRouterHandler] = (),
) -> Litestar:
    """Put the application together; nothing is opened, so that it starts while the database is down.

    Args:
        settings: of this installation.
        database: opened by the first request that needs it, closed by the caller.
        search: the search engine; PostgreSQL when not given.
        assets: style sheet and script; what `make assets` made when not given.
        more: further routes.
    """
    search = search or PostgresIndex(database)
    demo_gate = partial(demonstration.refuse_unless_open, settings)
    site = _site(settings, database, search, assets or load_assets())

    buckets = Buckets(settings.points_per_minute, settings.points_per_minute_signed_in)
    limits = Limits(buckets, networks(settings.trusted_proxies))
    signer = Signer(database, settings.data_dir)

    async def provide_actor(request: AnyRequest) -> Actor:
        return await sessions.reader(request, database)

    async def before_request(request: AnyRequest) -> None:
        _refuse_nul(request)
        await limits.pay(request)

    def provide_language(request: AnyRequest) -> str:
        return language_of(request).tag

    app = Litestar(
        route_handlers=[
            healthz,
            graphql.routes(database, search, demo_gate, settings.public_url, limits),
            _assets(site.assets),
            router(site),
            *audit.ROUTES,
            metrics.metrics,
            sbom_upload.sbom_upload,
            *badge.handlers(database),
            *credentials.handlers(database, signer, settings.public_url),
            *incoming.handlers(database, _plain(settings.github_webhook_secret)),
            *outlets.routes(database, search, settings.public_url),
            *more,
        ],
        dependencies={
            "database": Provide(lambda: database, sync_to_thread=False),
            "search": Provide(lambda: search, sync_to_thread=False),
            "actor": Provide(provide_actor),
            "demo_gate": Provide(lambda: demo_gate, sync_to_thread=False),
            "language": Provide(provide_language, sync_to_thread=False),
        },
        before_request=before_request,
        lifespan=[partial(settling, buckets, database), partial(checked, signer)],
        exception_handlers=problems.handlers(site),
        compression_config=CompressionConfig(
            "gzip", minimum_size=COMPRESSED_FROM, gzip_compress_level=GZIP_LEVEL, exclude="^/graphql$"
        ),
        state=State({sessions.IS_HTTPS: settings.is_https}),
        openapi_config=None,
        logging_config=None,
        debug=False,
    )
    app.asgi_handler = Around(app.asgi_handler, settings)
    return app


def _plain(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()


def _refuse_nul(request: AnyRequest) -> None:
    """No text in the database can hold a NUL, so nothing has a name with it, and nobody can be looking for it."""
    if "\0" in request.scope["path"]:
        raise NotFoundException
    if b"%00" in request.scope["query_string"]:
        raise ClientException("An address has no NUL character.")


def _site(settings: Settings, database: Database, search: SearchIndex, assets: Assets) -> Site:
    async def query(
        document: str, variables: Mapping[str, Any], actor: Actor, language: str
    ) -> dict[str, Any]:
        try:
            return await graphql.query(Context(database, actor, language, search), document, variables)
        except GraphQLError as error:
            if (error.extensions or {}).get("code") == "UNAVAILABLE":
                raise Unavailable(error.message) from error
            raise

    async def reader(connection: sessions.AnyConnection) -> Actor:
        return await sessions.reader(connection, database)

    async def demo_loaded() -> bool:
        async with database.read() as connection:
            return await is_loaded(connection)

    async def demo_open() -> bool:
        async with database.read() as connection:
            return await demonstration.is_open(settings, connection)

    return Site(
        assets=assets,
        database=database,
        query=query,
        reader=reader,
        demo_loaded=demo_loaded,
        demo_open=demo_open,
        demo_gate=partial(demonstration.refuse_unless_open, settings),
        session_cookie=sessions.cookie_name(sessions.SESSION_COOKIE, secure=settings.is_https),
        public_url=settings.public_url,
        secure=settings.is_https,
        provider=sign_in_service(settings),
    )


def _assets(assets: Assets) -> ControllerRouterHandler:
    @get("/assets/{name:str}", sync_to_thread=False, opt={PRICE: 0})
    def asset(name: FromPath[str]) -> Response[bytes]:
        """One file of the pages' look; browsers keep it for good."""
        file = assets.files.get(name)
        if file is None:
            raise NotFoundException
        return Response(file.content, media_type=file.media_type, headers={"Cache-Control": FOREVER})

    return asset
