"""A shop of django-oscar with its own basket: `python shop.py FOLDER PRODUCTS.json PORT` makes a database in the folder and serves it."""

import json
import mimetypes
import sys
from decimal import Decimal
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

HERE = Path(__file__).parent
FOLDER, PRODUCTS, PORT = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text()), int(sys.argv[3])
PACKAGE = HERE.parent.parent.parent / "pkg"

import django
from django.conf import settings
from oscar.defaults import *  # noqa: F403 - the shop's defaults are settings.

OSCAR = {name: value for name, value in globals().items() if name.startswith("OSCAR_")}
DASHBOARD = ["reports.apps.Reports", "users.apps.Users", "orders.apps.Orders", "catalogue.apps.Catalogue", "offers.apps.Offers", "partners.apps.Partners",
             "pages.apps.Pages", "ranges.apps.Ranges", "reviews.apps.Reviews", "vouchers.apps.Vouchers", "communications.apps.Communications", "shipping.apps.Shipping"]
APPS = ["analytics", "checkout", "address", "shipping", "catalogue", "communication", "partner", "basket", "payment", "offer", "order", "customer",
        "search", "voucher", "wishlists", "dashboard"]

settings.configure(
    **{**OSCAR, "OSCAR_DEFAULT_CURRENCY": "GBP", "OSCAR_SHOP_NAME": "Slow Coffee"},
    SECRET_KEY="only for this test", ALLOWED_HOSTS=["127.0.0.1"], DEBUG=True, ROOT_URLCONF=__name__, SITE_ID=1, USE_TZ=True, LANGUAGE_CODE="en-gb",
    DEFAULT_AUTO_FIELD="django.db.models.AutoField", STATIC_URL="/static/", MEDIA_URL="/media/", MEDIA_ROOT=str(FOLDER / "media"),
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(FOLDER / "shop.sqlite3"), "ATOMIC_REQUESTS": True}},
    HAYSTACK_CONNECTIONS={"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}},
    AUTHENTICATION_BACKENDS=["oscar.apps.customer.auth_backends.EmailBackend", "django.contrib.auth.backends.ModelBackend"],
    INSTALLED_APPS=[
        *(f"django.contrib.{name}" for name in ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles", "sites", "flatpages")),
        "oscar.config.Shop", *(f"oscar.apps.{name}.apps.{name.capitalize()}Config" for name in APPS), "oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig",
        *(f"oscar.apps.dashboard.{name}DashboardConfig" for name in DASHBOARD),
        "widget_tweaks", "haystack", "treebeard", "sorl.thumbnail", "django_tables2",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware", "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.common.CommonMiddleware", "oscar.apps.basket.middleware.BasketMiddleware",
    ],
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [str(HERE / "templates")], "APP_DIRS": True,
        "OPTIONS": {"context_processors": [
            "django.contrib.auth.context_processors.auth", "django.template.context_processors.request", "django.template.context_processors.i18n",
            "django.contrib.messages.context_processors.messages", "oscar.apps.search.context_processors.search_form",
            "oscar.apps.communication.notifications.context_processors.notifications", "oscar.apps.checkout.context_processors.checkout",
            "oscar.core.context_processors.metadata",
        ]},
    }],
)
django.setup()

from django.apps import apps
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import FileResponse, Http404, HttpResponse
from django.urls import include, path, re_path


def files(folder):
    def serve(request, name):
        file = folder / name
        if not file.is_file():
            raise Http404
        return FileResponse(file.open("rb"), content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
    return serve


def picture(request, sku):
    return HttpResponse(next(product["picture"] for product in PRODUCTS if product["sku"] == sku), content_type="image/svg+xml")


mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("application/wasm", ".wasm")
urlpatterns = [
    re_path(r"^pkg/(?P<name>[\w./-]+)$", files(PACKAGE)), re_path(r"^graph/(?P<name>[\w./-]+)$", files(FOLDER / "graph")),
    path("pictures/<slug:sku>.svg", picture), path("i18n/", include("django.conf.urls.i18n")), path("", include(apps.get_app_config("oscar").urls[0])),
]


def fill():
    """Each product has an unlimited stock, unless the file says how many there are."""
    from oscar.apps.catalogue.models import Category, Product, ProductClass
    from oscar.apps.partner.models import Partner, StockRecord
    from django.contrib.sites.models import Site

    Site.objects.update_or_create(id=1, defaults={"domain": "127.0.0.1", "name": "shop"})
    Category.add_root(name="Coffee")
    kind = ProductClass.objects.create(name="Goods", track_stock=True)
    partner = Partner.objects.create(name="Own")
    for product in PRODUCTS:
        record = Product.objects.create(product_class=kind, title=product["title"], slug=product["handle"], upc=product["sku"], id=product["place"])
        StockRecord.objects.create(product=record, partner=partner, partner_sku=product["sku"], price_currency="GBP",
                                   price=Decimal(product["price"]) / 100, num_in_stock=product.get("stock", 1000))


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


if __name__ == "__main__":
    if not (FOLDER / "shop.sqlite3").exists():
        call_command("migrate", verbosity=0)
        fill()
    with make_server("127.0.0.1", PORT, StaticFilesHandler(get_wsgi_application()), handler_class=Quiet) as server:
        print("ready", flush=True)
        server.serve_forever()
