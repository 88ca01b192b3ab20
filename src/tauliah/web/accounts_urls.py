"""The addresses of accounts: allauth's, and our own overview."""

from __future__ import annotations

from django.urls import include, path

from tauliah.web import accounts

urlpatterns = [
    path("home/", accounts.home, name="home"),
    path("accounts/", accounts.account, name="account"),
    path("accounts/language/", accounts.language, name="account-language"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/security/", include("allauth.mfa.urls")),
]
