"""The addresses of pages that tests of every page open."""

PAGES = (
    "",
    "notices",
    "cybercrime",
    "trafficking",
    "trafficking?country=IDN&country=PHL&period=2018&period=2020",
    "illegal-fishing",
    "terrorism",
    "money-laundering",
    "country",
    "country?country=IDN",
    "bilateral",
    "bilateral?country=IDN&partner=VNM",
    "watch",
    "exchange",
    "sources",
    "sources?indicator=glotip.detected_victims",
)
