"""The currencies in which a price can be set, and how payment services count their amounts.

Source: https://docs.stripe.com/currencies
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

ZERO_DECIMALS: Final = frozenset(
    ("bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf")
)
"""Currencies whose amounts are whole: 500 is ¥500."""
THREE_DECIMALS: Final = frozenset(("bhd", "jod", "kwd", "omr", "tnd"))
"""Currencies with thousandths, of which services want the last digit to be 0."""
WHOLE_IN_HUNDREDTHS: Final = frozenset(("isk", "ugx"))
"""Currencies without decimals that services still count in hundredths: the last two digits are 00."""
_TWO_DECIMALS: Final = """
    usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bmd bnd bob brl bsd bwp byn bzd cad cdf
    chf cny cop crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf
    idr ils inr jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn
    myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp
    sle sos srd std szl thb tjs top try ttd twd tzs uah uyu uzs wst xcd yer zar zmw
"""
LEAST: Final = {
    "usd": 50, "aed": 200, "aud": 50, "bgn": 100, "brl": 50, "cad": 50, "chf": 50, "czk": 1500, "dkk": 250,
    "eur": 50, "gbp": 30, "hkd": 400, "huf": 17_500, "inr": 50, "jpy": 50, "mxn": 1000, "myr": 200, "nok": 300,
    "nzd": 50, "pln": 200, "ron": 200, "sek": 300, "sgd": 50, "thb": 1000,
}  # fmt: skip
"""The smallest amounts that Stripe takes, in the smallest unit. In other currencies the least depends on the currency
that the account is paid in, and Stripe alone knows it."""
CURRENCIES: Final = frozenset(_TWO_DECIMALS.split()) | ZERO_DECIMALS | THREE_DECIMALS | WHOLE_IN_HUNDREDTHS
"""Codes of ISO 4217, in lower case."""


def decimals(currency: str) -> int:
    """Return the number of digits after the point in an amount of this currency."""
    if currency in ZERO_DECIMALS:
        return 0
    return 3 if currency in THREE_DECIMALS else 2


def amount(amount_minor: int, currency: str) -> Decimal:
    """Return an amount in the currency's main unit, from the smallest one as a payment service counts it."""
    return Decimal(amount_minor).scaleb(-decimals(currency))


def step(currency: str) -> int:
    """Return the number that an amount in the smallest unit must be a multiple of."""
    if currency in THREE_DECIMALS:
        return 10
    return 100 if currency in WHOLE_IN_HUNDREDTHS else 1


def least(currency: str) -> int:
    """Return the smallest amount that can be asked for, in the smallest unit, as far as it is known beforehand."""
    return LEAST.get(currency, step(currency))
