"""What is said in passing when a figure moves through its years."""

from languages.templates import Plural

HAVE = Plural("{n} country with a figure", "{n} countries with a figure")
