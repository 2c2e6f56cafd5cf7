"""Divisions of China by code and by name, in Chinese and in English; equal names are kept apart.

Read index.py first: it finds places by name. place.py says what a place is, names.py how names are compared and which
bearer of a name is usually meant, nearest.py which known name a misspelt one may stand for.
"""

from assistant.rules.places.index import Found, Places
from assistant.rules.places.names import fold_name, usual
from assistant.rules.places.place import LEVELS, Place, plain_name

__all__ = ["LEVELS", "Found", "Place", "Places", "fold_name", "plain_name", "usual"]
